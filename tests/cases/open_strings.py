# Strings that are not closed, as an input method for Chinese leaves them: an error of the program, wherever the text ends.
for source in ('"中', "x = 'é", 'b"é"', 'f"{1}中', 'print("你好）', 'x = """中', "'", '"""', 'f"'):
    try:
        compile(source, 'program', 'exec')
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.lineno)
