"""The names of characters, which are fetched when a program first asks for one: in a string, by unicodedata, by an error handler."""

import unicodedata

print('\N{SNOWMAN} \N{LATIN SMALL LETTER E WITH ACUTE} \N{CJK UNIFIED IDEOGRAPH-4E2D}')
for character in ('a', '中', '한', '\u2603', '\U0001f40d', '\N{DIGIT ONE}'):
    print(ascii(character), unicodedata.name(character))
print(ascii(unicodedata.lookup('SNAKE')), unicodedata.name('\n', 'none'))
for wrong in ('unicodedata.name("\\n")', 'unicodedata.lookup("SNOW PERSON")'):
    try:
        eval(wrong)
    except (KeyError, ValueError) as error:
        print(type(error).__name__, error)
print('雪☃'.encode('ascii', 'namereplace'))
