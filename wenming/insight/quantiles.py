"""Tails and quantiles of the beta and t distributions, to twelve digits, in plain Python.

Sources: the continued fraction is DLMF 8.17.22, its even part (as DiDonato and Morris use it,
ACM TOMS 18, 1992) evaluated by the modified Lentz method; the term in front of it is the
saddle-point form of the binomial density (C. Loader, Fast and Accurate Computation of Binomial
Probabilities, 2000), which keeps its digits where differences of log-gammas lose them.
"""

import math
from functools import lru_cache

TINY = 1e-300
SERIES = (1 / 12, 1 / 360, 1 / 1260, 1 / 1680, 1 / 1188, 691 / 360360)
LONGEST = 100_000
NEAR = 1e-9  # Newton squares the miss: after a step this small nothing is left to gain


def beta_tail(x: float, a: float, b: float) -> float:
    """I_x(a, b): the chance that a Beta(a, b) variable is at most `x`; 0 <= x <= 1; a, b > 0."""
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"beta_tail({x}, {a}, {b}): needs a, b > 0 and 0 <= x <= 1")
    return _tail(x, 1 - x, a, b)


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = p, for 0 < p < 1.

    a = 0 gives 0 and b = 0 gives 1, as the interval of Clopper and Pearson needs.
    """
    if not (0 < p < 1 and a >= 0 and b >= 0 and a + b > 0):
        raise ValueError(f"beta_quantile({p}, {a}, {b}): needs 0 < p < 1 and a, b >= 0")
    if a == 0 or b == 0:
        return 0.0 if a == 0 else 1.0
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(LONGEST):
        miss = beta_tail(x, a, b) - p
        low, high = (x, high) if miss < 0 else (low, x)
        slope = _front(x, 1 - x, a, b) / (x * (1 - x)) if 0 < x < 1 else 0.0
        newton = x - miss / slope if slope > 0 else -1.0
        if low <= newton <= high and abs(newton - x) <= NEAR * min(x, 1 - x):
            return newton
        x = newton if low < newton < high else _between(low, high)
        if not low < x < high:
            return x
    raise ArithmeticError(f"no convergence of beta_quantile({p}, {a}, {b})")


def t_tail(t: float, df: float) -> float:
    """P(|T| >= |t|), both sides together, for Student's t with `df` > 0 degrees of freedom."""
    if df <= 0:
        raise ValueError(f"t_tail: df must be above 0, not {df}")
    square = t * t
    return _tail(df / (df + square), square / (df + square), df / 2, 0.5)


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The value that Student's t with `df` > 0 degrees of freedom stays below with chance `p`."""
    if not (0 < p < 1 and df > 0):
        raise ValueError(f"t_quantile({p}, {df}): needs 0 < p < 1 and df > 0")
    if p == 0.5:
        return 0.0
    inside = abs(2 * p - 1)
    y = beta_quantile(inside, 0.5, df / 2)
    if y <= 0.5:
        size = math.sqrt(df * y / (1 - y))
    else:
        rest = beta_quantile(2 * min(p, 1 - p), df / 2, 0.5)
        size = math.sqrt(df * (1 - rest) / rest)
    return size if p > 0.5 else -size


def _between(low: float, high: float) -> float:
    """A point that halves the bracket, by ratio where it spans many orders of size."""
    if low > 0 and high / low > 16:
        return math.sqrt(low) * math.sqrt(high)
    return high / 1024 if low == 0 else (low + high) / 2


def _tail(x: float, y: float, a: float, b: float) -> float:
    """I_x(a, b), with y = 1 - x given too, since either may be too small for the other to tell."""
    if x == 0 or y == 0:
        return 0.0 if x == 0 else 1.0
    if a * y >= b * x:
        return _front(x, y, a, b) * _fraction(x, y, a, b)
    return 1 - _front(x, y, a, b) * _fraction(y, x, b, a)


def _front(x: float, y: float, a: float, b: float) -> float:
    """x^a y^b / B(a, b), where x + y = 1."""
    n = a + b
    gap = _stirling(n) - _stirling(a) - _stirling(b)
    return math.sqrt(a * b / (2 * math.pi * n)) * math.exp(
        gap - _deviance(a, n * x) - _deviance(b, n * y)
    )


def _stirling(n: float) -> float:
    """How much ln Γ(n + 1) exceeds Stirling's formula."""
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    square = n * n
    total = 0.0
    for k, term in reversed(list(enumerate(SERIES))):
        total = total / square + (term if k % 2 == 0 else -term)
    return total / n


def _deviance(x: float, mean: float) -> float:
    """x ln(x / mean) + mean - x, without the loss of digits where the two are near."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    v = (x - mean) / (x + mean)
    total, power, k = (x - mean) * v, 2 * x * v, 1
    while True:
        power *= v * v
        following = total + power / (2 * k + 1)
        if following == total:
            return total
        total, k = following, k + 1


def _fraction(x: float, y: float, a: float, b: float) -> float:
    """The even part of the continued fraction, for x at or below its mean.

    Every term is positive while m < b, so nothing cancels there; `edge` is a + 1 - (a + b) x.
    """
    edge = 1 + a * y - b * x
    c = value = a * edge / (a + 1)
    d = 0.0
    for m in range(1, LONGEST):
        wide = a + 2 * m
        alpha = (a + m - 1) * (a + b + m - 1) * m * (b - m) * (x / (wide - 1)) ** 2
        beta = m + m * (b - m) * x / (wide - 1) + (a + m) * (edge + m * (1 + y)) / (wide + 1)
        d = 1 / _kept(beta + alpha * d)
        c = _kept(beta + alpha / c)
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            return 1 / value
    raise ArithmeticError(f"no convergence of the beta fraction at x={x}, a={a}, b={b}")


def _kept(value: float) -> float:
    """The value, kept away from nought so that it can be divided by."""
    return value if abs(value) > TINY else TINY
