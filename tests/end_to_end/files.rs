//! Files and programs: the file pane, `open()`, tracebacks that lead into the editor.

use anyhow::Result;
use rstest::rstest;
use serde_json::json;
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay};

#[rstest]
#[tokio::test]
async fn a_program_is_written_run_and_kept(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;
    let server = page.server();
    let files = server.files();

    server.presses("Files").await?;
    files.begins("hello.py").await?;
    // Brackets and quotes close themselves, and are typed over.
    files.types("import sys\ndef greet(name):\nprint('hello', name, __name__)\n").await?;
    files.types("\u{e003}greet(sys.argv[1])").await?;
    files.types_arguments("'Ada Lovelace'").await?;
    files.runs_by_keyboard().await?;
    server.shows("hello Ada Lovelace __main__").await?;
    server.in_state("ready").await?;
    server.types("greet('again')\n").await?;
    server.shows("hello again __main__").await?;

    page.reload().await?;
    files.shows("def greet(name):").await?;
    files.runs_by_keyboard().await?;
    server.shows("hello Ada Lovelace __main__").await?;
    Ok(())
}

#[tokio::test]
async fn files_of_programs_appear_and_programs_see_those_of_the_pane() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let files = client.files();

    client.printed("with open('numbers.csv', 'w') as file: file.write('1,2\\n')\n").await?;
    files.has("numbers.csv").await?;
    client.presses("Files").await?;
    files.shows("1,2").await?;
    files.types("3,4").await?;
    let text = client.printed("print(open('numbers.csv').read())").await?;
    assert!(text.contains("3,4"), "{text}");
    client.printed("import os; os.rename('numbers.csv', 'renamed.csv')").await?;
    files.has("renamed.csv").await?;
    assert_eq!(files.tabs().await?, json!(["renamed.csv"]));

    files.begins("helper.py").await?;
    files.types("answer = 42").await?;
    assert_eq!(client.printed("import helper; print(helper.answer)").await?, "42\n");
    client.presses("Delete").await?;
    client.presses("Keep").await?;
    files.deletes().await?;
    assert_eq!(client.printed("print(os.path.exists('helper.py'))").await?, "False\n");
    Ok(())
}

#[tokio::test]
async fn a_line_of_a_traceback_leads_into_the_editor() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let files = server.files();

    server.presses("Files").await?;
    files.begins("lib.py").await?;
    files.types("def half(n):\nreturn n / 0").await?;
    files.begins("main.py").await?;
    files.types("import lib\nlib.half(1)").await?;
    server.presses("Run").await?;
    server.shows("ZeroDivisionError: division by zero").await?;
    files.follows_link("lib.py\", line 2").await?;
    files.is_at_line("return n / 0").await?;
    files.follows_link("main.py\", line 2").await?;
    files.is_at_line("lib.half(1)").await?;
    Ok(())
}

#[tokio::test]
async fn the_line_that_runs_is_marked_until_it_is_done() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let files = server.files();

    server.presses("Files").await?;
    files.begins("main.py").await?;
    files.types("import socket\ns = socket.create_server(('127.0.0.1', 0))\ns.accept()\n").await?;
    files.runs_by_keyboard().await?;
    files.marks("s.accept()").await?;
    server.call("interrupt").await?;
    files.marks_nothing().await?;

    files.begins("busy.py").await?;
    files.types("n = 0\nwhile True: n += 1").await?;
    files.runs_by_keyboard().await?;
    files.marks("while True: n += 1").await?;
    files.chooses("main.py").await?;
    files.marks_nothing().await?;
    files.chooses("busy.py").await?;
    files.marks("while True: n += 1").await?;
    server.call("interrupt").await?;
    files.marks_nothing().await
}

#[tokio::test]
async fn a_file_that_hides_a_module_of_the_library_gets_pythons_hint() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    for (module, name) in [("socket", "AF_INET"), ("random", "choice")] {
        let body =
            "const process = await window.sockbox.open({ title: args[0], files: { [`${args[0]}.py`]: args[1] } });
            const { stderr } = await process.start(`${args[0]}.py`);
            await process.close();
            return stderr";
        let source = format!("import {module}\nprint({module}.{name})\n");
        let stderr = page.evaluate(body, &[json!(module), json!(source)]).await?;
        let expected = format!(
            "AttributeError: module '{module}' has no attribute '{name}' (consider renaming '{module}.py' since it has the \
             same name as the standard library module named '{module}' and prevents importing that standard library module)\n"
        );
        assert!(stderr.as_str().is_some_and(|stderr| stderr.ends_with(&expected)), "{stderr}");
        let source = format!("from {module} import {name}\n");
        let stderr = page.evaluate(body, &[json!(module), json!(source)]).await?;
        let expected = expected.replace(
            &format!("AttributeError: module '{module}' has no attribute '{name}'"),
            &format!("ImportError: cannot import name '{name}' from '{module}'"),
        );
        assert!(stderr.as_str().is_some_and(|stderr| stderr.ends_with(&expected)), "{stderr}");
    }
    Ok(())
}

#[tokio::test]
async fn sources_of_the_library_are_fetched_and_no_other_file() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.printed("from _stored_library import source").await?;
    assert_eq!(client.printed("'def dumps(' in source('json/__init__.py')").await?, "True\n");
    for path in ["json/../json/decoder.py", "../index.html", "nothing.py"] {
        let ran = client.run(&format!("source({path:?})")).await?;
        assert!(ran.stderr.contains("ImportError: Python's library has no file"), "{path}: {}", ran.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn the_editor_finds_text_and_a_file_is_saved_elsewhere() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let files = server.files();
    server.presses("Files").await?;
    files.begins("words.txt").await?;
    files.types("one needle\ntwo 中文\nanother needle").await?;
    files.searches("two").await?;
    files.finds("two").await?;
    assert_eq!(files.downloads().await?, ("words.txt".to_owned(), "one needle\ntwo 中文\nanother needle".to_owned()));
    Ok(())
}

#[tokio::test]
async fn new_names_and_deletions_are_kept_across_a_reload() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let files = client.files();
    client.presses("Files").await?;
    for name in ["first.py", "second.py", "third.py"] {
        files.begins(name).await?;
        files.types(&format!("name = '{name}")).await?;
    }
    files.renames("last.py").await?;
    files.chooses("second.py").await?;
    files.deletes().await?;
    files.has("last.py").await?;
    page.reload().await?;
    assert_eq!(files.tabs().await?, json!(["first.py", "last.py"]));
    let seen = client
        .printed("import os, last; print(sorted(n for n in os.listdir('/') if n[-3:] == '.py'), last.name)")
        .await?;
    assert_eq!(seen, "['first.py', 'last.py'] third.py\n");
    Ok(())
}
