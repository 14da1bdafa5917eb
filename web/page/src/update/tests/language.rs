use super::Desk;
use crate::effect::{Effect, News};
use crate::event::Event;
use crate::language::Language;
use sockbox_message::{ExitReason, WorkerToPage};

#[test]
fn a_language_that_was_chosen_is_spoken_from_then_on_and_kept() {
    let mut desk = Desk::ready();
    assert_eq!(desk.status(), "ready");
    let language = Language::TraditionalChinese;
    desk.happen(Event::LanguageChosen { language });
    assert_eq!(desk.status(), "就緒");
    assert!(desk.effects.contains(&Effect::KeepLanguage { language }));
    desk.say(WorkerToPage::Exited { reason: ExitReason::Exit { status: 3 } });
    assert_eq!(desk.output(), "行程已結束：結束狀態 3。按 Enter 啟動新行程。\n");
}

#[test]
fn the_end_of_a_process_is_told_to_scripts_in_english() {
    let mut desk = Desk::ready();
    desk.happen(Event::LanguageChosen { language: Language::SimplifiedChinese });
    desk.say(WorkerToPage::Exited { reason: ExitReason::Exit { status: 3 } });
    let told = desk.effects.iter().any(|effect| match effect {
        Effect::Emit { news: News::Exit { text, .. }, .. } => text == "exit status 3",
        _ => false,
    });
    assert!(told, "{:?}", desk.effects);
}
