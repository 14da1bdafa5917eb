//! Bytes as hexadecimal numbers with their characters beside them, as `hexdump -C` prints them.

/// Bytes in a line.
const WIDTH: usize = 16;

/// Lines of offset, bytes and characters; what is not a visible character of ASCII is a point.
pub(super) fn hexdump(bytes: &[u8]) -> String {
    bytes.chunks(WIDTH).enumerate().map(|(index, line)| hex_line(index * WIDTH, line)).collect::<Vec<_>>().join("\n")
}

fn hex_line(offset: usize, bytes: &[u8]) -> String {
    let half = WIDTH / 2;
    let numbers = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let (left, right) = bytes.split_at(bytes.len().min(half));
    let character = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
    let characters: String = bytes.iter().map(character).collect();
    let column = 3 * half - 1;
    format!("{offset:04x}  {:column$}  {:column$}  {characters}", numbers(left), numbers(right))
}

#[cfg(test)]
mod tests {
    use super::hexdump;

    #[test]
    fn characters_stand_under_each_other() {
        assert_eq!(
            hexdump(b"GET / HTTP/1.0\r\n\r\n\xff~"),
            "0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 30 0d 0a  GET / HTTP/1.0..\n\
             0010  0d 0a ff 7e                                       ...~"
        );
        assert_eq!(hexdump(b""), "");
    }
}
