use super::*;

fn row_of(drawing: &Drawing, state: State) -> Vec<State> {
    let y = drawing.place(state).unwrap().y;
    drawing.places.iter().filter(|place| place.y == y).map(|place| place.state).collect()
}

#[test]
fn a_state_stands_below_all_that_lead_to_it() {
    for protocol in Protocol::MODELLED {
        let drawing = Drawing::of(protocol).unwrap();
        for line in &drawing.lines {
            let (from, to) = (drawing.place(line.from).unwrap(), drawing.place(line.to).unwrap());
            assert!(from.y < to.y, "{protocol:?}: {line:?}");
        }
    }
}

#[test]
fn no_two_boxes_touch_and_all_are_inside() {
    let (width, height) = Drawing::BOX;
    for protocol in Protocol::MODELLED {
        let drawing = Drawing::of(protocol).unwrap();
        for place in &drawing.places {
            assert!(place.x >= width / 2.0 && place.x <= Drawing::WIDTH - width / 2.0, "{protocol:?}: {place:?}");
            assert!(place.y >= height / 2.0 && place.y <= drawing.height - height / 2.0, "{protocol:?}: {place:?}");
            let others = drawing.places.iter().filter(|other| other.state != place.state);
            let touches = |other: &Place| (other.x - place.x).abs() < width && (other.y - place.y).abs() < height;
            assert!(!others.clone().any(touches), "{protocol:?}: {place:?}");
        }
    }
}

#[test]
fn listening_stands_beside_connecting() {
    let drawing = Drawing::of(Protocol::Tcp).unwrap();
    assert_eq!(row_of(drawing, State::Listening), [State::Listening, State::Connecting]);
    assert_eq!(row_of(drawing, State::ReadShut), [State::ReadShut, State::WriteShut]);
    assert_eq!(drawing.place(State::Listening).unwrap().calls, ["accept"]);
}

#[test]
fn a_line_passes_boxes_on_its_way_at_the_side() {
    let drawing = Drawing::of(Protocol::Tcp).unwrap();
    let line = drawing.lines.iter().find(|line| line.from == State::Created && line.to == State::Listening).unwrap();
    assert!(line.path.starts_with("M100 19C100 "), "{}", line.path);
    assert!(line.path.contains(" 28 38C28 "), "left of the box of a bound socket: {}", line.path);
}

#[test]
fn what_has_no_table_has_no_picture() {
    assert_eq!(Drawing::of(Protocol::Other), None);
}
