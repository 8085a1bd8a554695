"""HiGHS as planners use it: on one thread, and without the line it prints when it is made as usual."""

import highspy


class Quiet(highspy.Highs):
    """The solver; `options` are its own, by their names."""

    def __init__(self, **options: float | str) -> None:
        super(highspy.Highs, self).__init__()
        for name, value in ({"output_flag": False, "threads": 1} | options).items():
            self.setOptionValue(name, value)
