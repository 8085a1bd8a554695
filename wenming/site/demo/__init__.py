"""The demo city: workbooks as an office hands them over, and a story played through the verbs."""
