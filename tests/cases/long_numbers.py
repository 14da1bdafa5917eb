# Integers of up to 50,000 digits: products, squares and powers, of digits at random and of runs of ones and zeros.
import random
import sys

sys.set_int_max_str_digits(0)
PRIMES = (2**61 - 1, 2**89 - 1, 2**107 - 1)
rest = random.Random(5)


def numbers(bits):
    yield rest.getrandbits(bits)
    yield 2**bits - 1
    yield (2**bits - 1) // 3 << 7
    yield 2**bits - 2 ** (bits // 2) + 1


def is_product(product, *factors):
    for prime in PRIMES:
        expected = 1
        for factor in factors:
            expected = expected * (factor % prime) % prime
        if product % prime != expected:
            return False
    return True


for bits in (27_000, 29_000, 64_000, 66_000, 150_000):
    for a in numbers(bits):
        right = [is_product(a * a, a, a), is_product(a**2, a, a), is_product(a**3, a, a, a)]
        for b in numbers(bits * 2 // 3):
            right.append(is_product(a * b, a, b))
        print(bits, a.bit_length(), all(right), a % PRIMES[0], (a * a) % PRIMES[1])
for digits in (5_000, 20_000):
    text = ''.join(rest.choices('0123456789', k=digits))
    print(digits, str(int('1' + text)) == '1' + text, int(text) % PRIMES[2])
