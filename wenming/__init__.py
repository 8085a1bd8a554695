"""wenming: runs a Chinese city's civility programme, from the office's workbooks to honest scores."""

__version__ = "0.1.0"
