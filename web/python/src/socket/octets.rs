//! Byte order and the written forms of IP addresses: htons(3), inet(3), inet_pton(3).

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(crate) mod python {
    use crate::errors;
    use rustpython_vm::builtins::{PyInt, PyStrRef};
    use rustpython_vm::function::ArgBytesLike;
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::Errno;
    use sockbox_core::constants::{AF_INET, AF_INET6};
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[pyfunction]
    fn htons(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u16> {
        short(number, "htons", vm).map(u16::to_be)
    }

    #[pyfunction]
    fn ntohs(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u16> {
        short(number, "ntohs", vm).map(u16::from_be)
    }

    #[pyfunction]
    fn htonl(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        long(number, vm).map(u32::to_be)
    }

    #[pyfunction]
    fn ntohl(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        long(number, vm).map(u32::from_be)
    }

    fn short(number: PyObjectRef, function: &str, vm: &VirtualMachine) -> PyResult<u16> {
        let number: i64 = number.try_index(vm)?.as_bigint().try_into().unwrap_or(i64::MAX);
        if number < 0 {
            let text = format!("{function}: can't convert negative Python int to C 16-bit unsigned integer");
            return Err(vm.new_overflow_error(text));
        }
        u16::try_from(number).map_err(|_| {
            vm.new_overflow_error(format!("{function}: Python int too large to convert to C 16-bit unsigned integer"))
        })
    }

    fn long(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        let Some(int) = number.downcast_ref::<PyInt>() else {
            let name = number.class().name().to_string();
            return Err(vm.new_type_error(format!("expected int, {name} found")));
        };
        let number: i64 = int.as_bigint().try_into().unwrap_or(i64::MAX);
        if number < 0 {
            return Err(vm.new_overflow_error("can't convert negative value to unsigned int"));
        }
        u32::try_from(number).map_err(|_| vm.new_overflow_error("int larger than 32 bits"))
    }

    #[pyfunction]
    fn inet_aton(text: PyStrRef, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let address = parse_ipv4(&text.to_string_lossy());
        address
            .map(|address| address.octets().to_vec())
            .ok_or_else(|| vm.new_os_error("illegal IP address string passed to inet_aton"))
    }

    #[pyfunction]
    fn inet_ntoa(packed: ArgBytesLike, vm: &VirtualMachine) -> PyResult<String> {
        let octets = packed.with_ref(|bytes| <[u8; 4]>::try_from(bytes));
        octets
            .map(|octets| Ipv4Addr::from(octets).to_string())
            .map_err(|_| vm.new_os_error("packed IP wrong length for inet_ntoa"))
    }

    #[pyfunction]
    fn inet_pton(family: i32, text: PyStrRef, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let text = text.to_string_lossy();
        let octets = match family {
            AF_INET => text.parse().ok().map(|address: Ipv4Addr| address.octets().to_vec()),
            AF_INET6 => text.parse().ok().map(|address: Ipv6Addr| address.octets().to_vec()),
            _ => return Err(errors::os_error(vm, Errno::EAFNOSUPPORT)),
        };
        octets.ok_or_else(|| vm.new_os_error("illegal IP address string passed to inet_pton"))
    }

    #[pyfunction]
    fn inet_ntop(family: i32, packed: ArgBytesLike, vm: &VirtualMachine) -> PyResult<String> {
        let text = packed.with_ref(|bytes| match family {
            AF_INET => Ok(<[u8; 4]>::try_from(bytes).ok().map(|octets| Ipv4Addr::from(octets).to_string())),
            AF_INET6 => Ok(<[u8; 16]>::try_from(bytes).ok().map(|octets| Ipv6Addr::from(octets).to_string())),
            _ => Err(vm.new_value_error(format!("unknown address family {family}"))),
        })?;
        text.ok_or_else(|| vm.new_value_error("invalid length of packed IP address string"))
    }

    /// inet_aton(3): one to four numbers, decimal, octal or hexadecimal; the last one fills what is left.
    pub(crate) fn parse_ipv4(text: &str) -> Option<Ipv4Addr> {
        let parts: Vec<u32> = text.split('.').map(parse_number).collect::<Option<_>>()?;
        let (last, leading) = parts.split_last()?;
        let room = 32 - 8 * u32::try_from(leading.len()).ok().filter(|count| *count < 4)?;
        if leading.iter().any(|part| *part > 0xff) || u64::from(*last) >= 1 << room {
            return None;
        }
        let high = leading.iter().enumerate().fold(0, |sum, (index, part)| sum | part << (24 - 8 * index));
        Some(Ipv4Addr::from(high | last))
    }

    fn parse_number(text: &str) -> Option<u32> {
        let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => (digits, 16),
            None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
            None => (text, 10),
        };
        // `from_str_radix` would take a sign.
        let all_digits = digits.chars().all(|digit| digit.is_digit(radix));
        if all_digits { u32::from_str_radix(digits, radix).ok() } else { None }
    }
}
