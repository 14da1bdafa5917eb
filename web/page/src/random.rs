//! Random names that nobody can guess.

use leptos::prelude::window;

/// A room's id: 128 bits.
pub(crate) fn room_id() -> String {
    hexadecimal(&mut [0; 16])
}

/// What a page calls itself in its room: nobody else may claim its processes.
pub(crate) fn page_name() -> String {
    hexadecimal(&mut [0; 8])
}

fn hexadecimal(bytes: &mut [u8]) -> String {
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(bytes));
    filled.expect("every browser that runs WebAssembly gives as many random bytes as these");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
