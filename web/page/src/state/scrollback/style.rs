//! How text looks, as programs say it by `ESC [ .. m` (ECMA-48, "SGR"; 256 and RGB colours as xterm has them).

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// One of the 16 that a terminal may choose: black, red, green, yellow, blue, magenta, cyan, white, and bright ones.
    Named(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// The look of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// Of the letters.
    pub colour: Option<Colour>,
    /// Behind them.
    pub background: Option<Colour>,
    /// SGR 1.
    pub bold: bool,
    /// SGR 2.
    pub faint: bool,
    /// SGR 3.
    pub italic: bool,
    /// SGR 4.
    pub underlined: bool,
    /// SGR 7: the two colours change places.
    pub inverse: bool,
    /// SGR 9.
    pub struck: bool,
}

impl Style {
    /// The look after these parameters; those that are unknown change nothing.
    pub(super) fn with(mut self, parameters: &str) -> Self {
        let numbers = parameters.split([';', ':']).map(|number| number.parse().unwrap_or(0));
        let mut numbers = numbers.collect::<Vec<u16>>().into_iter();
        while let Some(number) = numbers.next() {
            match number {
                0 => self = Self::default(),
                38 => self.colour = extended(&mut numbers).or(self.colour),
                48 => self.background = extended(&mut numbers).or(self.background),
                30..=37 => self.colour = Some(Colour::Named(number as u8 - 30)),
                90..=97 => self.colour = Some(Colour::Named(number as u8 - 82)),
                39 => self.colour = None,
                40..=47 => self.background = Some(Colour::Named(number as u8 - 40)),
                100..=107 => self.background = Some(Colour::Named(number as u8 - 92)),
                49 => self.background = None,
                _ => self.switch(number),
            }
        }
        self
    }

    fn switch(&mut self, number: u16) {
        match number {
            1 => self.bold = true,
            2 => self.faint = true,
            22 => (self.bold, self.faint) = (false, false),
            3 | 23 => self.italic = number == 3,
            4 | 24 => self.underlined = number == 4,
            7 | 27 => self.inverse = number == 7,
            9 | 29 => self.struck = number == 9,
            _ => {}
        }
    }
}

/// `5;N`, one of 256, or `2;R;G;B`.
fn extended(numbers: &mut impl Iterator<Item = u16>) -> Option<Colour> {
    let mut byte = || numbers.next().and_then(|number| u8::try_from(number).ok());
    match byte()? {
        5 => byte().map(indexed),
        2 => Some(Colour::Rgb(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

/// xterm's 256 colours: 16 named ones, a cube of 6 by 6 by 6, and 24 greys.
fn indexed(number: u8) -> Colour {
    let level = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
    match number {
        0..=15 => Colour::Named(number),
        16..=231 => {
            let n = number - 16;
            Colour::Rgb(level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        _ => {
            let grey = 8 + (number - 232) * 10;
            Colour::Rgb(grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Style};

    #[test]
    fn parameters_add_up_until_they_are_reset() {
        let style = Style::default().with("1;31").with("44");
        assert_eq!(
            (style.bold, style.colour, style.background),
            (true, Some(Colour::Named(1)), Some(Colour::Named(4)))
        );
        assert_eq!(style.with(""), Style::default());
        assert_eq!(style.with("22;39;49"), Style::default());
    }

    #[test]
    fn extended_colours_take_their_own_parameters() {
        assert_eq!(Style::default().with("38;5;196;1").colour, Some(Colour::Rgb(255, 0, 0)));
        assert!(Style::default().with("38;5;196;1").bold);
        assert_eq!(Style::default().with("48;2;1;2;3").background, Some(Colour::Rgb(1, 2, 3)));
        assert_eq!(Style::default().with("38;5;244").colour, Some(Colour::Rgb(128, 128, 128)));
        assert_eq!(Style::default().with("92").colour, Some(Colour::Named(10)));
    }

    #[test]
    fn nonsense_changes_nothing() {
        for parameters in ["38", "38;5", "38;2;1", "38;5;999", "75", "99999999"] {
            assert_eq!(Style::default().with(parameters), Style::default(), "{parameters}");
        }
    }
}
