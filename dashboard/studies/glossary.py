"""The words of event studies, each in a sentence or two, with its formula where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analysis.errors import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what it means here.

    Attributes
    ----------
    word, meaning
        English templates.
    formula
        LaTeX, or empty.
    """

    word: str
    meaning: str
    formula: str = ""


GLOSSARY: Final = (
    Entry(
        N_("Abnormal return (AR)"),
        N_(
            "The part of a session's return that the model did not expect from the benchmark: what "
            "is left once the market's own move is taken away."
        ),
        r"AR_\tau = R_\tau - E[R_\tau]",
    ),
    Entry(
        N_("Adjusted BMP test"),
        N_(
            "A test of a basket's mean standardised abnormal return that counts how far its "
            "members move together. It also bears a rise of the variance on the event day."
        ),
        r"t = t_{\mathit{BMP}} \sqrt{\frac{1 - \bar{r}}{1 + (N - 1)\,\bar{r}}}",
    ),
    Entry(
        N_("Alpha"),
        N_("The constant of the market line: the return per session when the benchmark is flat."),
        r"\hat{a} = \bar{R} - \hat{b}\,\bar{R}_m",
    ),
    Entry(
        N_("Average abnormal return (AAR, CAAR)"),
        N_("The mean of the abnormal returns of a basket's members, per session or summed."),
        r"\mathit{CAAR} = \frac{1}{N} \sum_i \mathit{CAR}_i",
    ),
    Entry(
        N_("Benchmark"),
        N_(
            "The series that stands for the market. One that holds the security itself moves with "
            "it, and so makes its abnormal return look smaller."
        ),
    ),
    Entry(
        N_("Beta"),
        N_("The slope of the market line: how far the security moves per percent of the market."),
        r"\hat{b} = \frac{\sum (R_m - \bar{R}_m)(R - \bar{R})}{\sum (R_m - \bar{R}_m)^2}",
    ),
    Entry(
        N_("Bootstrap"),
        N_(
            "A p-value from drawing the residuals again, here in blocks of several sessions so "
            "that their order is kept."
        ),
    ),
    Entry(
        N_("Buy-and-hold abnormal return (BHAR)"),
        N_("What holding the security brought over a window, less what the model expected of it."),
        r"\prod_\tau (1 + R_\tau) - \prod_\tau (1 + E[R_\tau])",
    ),
    Entry(
        N_("Ceiling of a statistic"),
        N_(
            "The largest value that a rank test of one security can reach, whatever happens: often "
            "below the critical value, so that the test can never reject."
        ),
    ),
    Entry(
        N_("Confounder"),
        N_("Other news in the event window that could have moved the price as well."),
    ),
    Entry(
        N_("Cumulative abnormal return (CAR)"),
        N_("The abnormal returns of all sessions of a window, added up."),
        r"\mathit{CAR} = \sum_{\tau = \tau_1}^{\tau_2} AR_\tau",
    ),
    Entry(
        N_("Degrees of freedom"),
        N_("Sessions of the estimation window less the parameters estimated on them."),
        r"\nu = M - p",
    ),
    Entry(
        N_("Effective number of securities"),
        N_(
            "How many independent securities would tell as much as the basket. Members that move "
            "together tell the same story again and again."
        ),
        r"\frac{N}{1 + (N - 1)\,\bar{r}}",
    ),
    Entry(
        N_("Estimation window"),
        N_("The sessions, well before the event, on which the model learns what is ordinary."),
    ),
    Entry(
        N_("Event window"),
        N_("The sessions in which the event's effect is looked for, both ends included."),
        r"[\tau_1, \tau_2], \quad L = \tau_2 - \tau_1 + 1",
    ),
    Entry(
        N_("Fat tails"),
        N_(
            "Extreme returns come far more often than a normal distribution allows. Tests that "
            "assume normality then make large moves look rarer than they are."
        ),
    ),
    Entry(
        N_("Floor of a p-value"),
        N_(
            "The smallest p-value that a rank test can give: with n ordinary spans it cannot say "
            "that something is rarer than they can show."
        ),
        r"\frac{2}{n + 1}",
    ),
    Entry(
        N_("GARCH"),
        N_("A model in which a stormy session makes stormy sessions after it more likely."),
        r"h_t = \omega + A e_{t-1}^2 + B h_{t-1}",
    ),
    Entry(
        N_("Holm's and Benjamini and Hochberg's adjustments"),
        N_(
            "p-values made larger because many tests were done. Holm bounds the chance of a single "
            "false alarm, Benjamini and Hochberg the share of false alarms among all."
        ),
        r"p^{H}_{(k)} = \max_{j \le k}\,(m - j + 1)\,p_{(j)}, \quad "
        r"p^{BH}_{(k)} = \min_{j \ge k}\,\frac{m}{j}\,p_{(j)}",
    ),
    Entry(
        N_("Interval"),
        N_("The effects that the data do not rule out at the level named, mostly 95%."),
        r"\mathit{CAR} \pm t_{q,\,\nu}\,\mathit{SE}",
    ),
    Entry(
        N_("Market model"),
        N_("The expected return as a straight line in the benchmark's return."),
        r"E[R] = a + b\,R_m",
    ),
    Entry(
        N_("Mean residual correlation (r-bar)"),
        N_("The mean correlation of what the model leaves of the members, over all pairs."),
        r"\bar{r} = \frac{\lvert \sum_i z_i \rvert^2 - N}{N (N - 1)}",
    ),
    Entry(
        N_("Null hypothesis"),
        N_("What a test assumes in order to ask whether the data contradict it: mostly no effect."),
    ),
    Entry(
        N_("p-value"),
        N_(
            "How often a result at least as extreme would come about if the null hypothesis were "
            "true. It is not the probability that the null is true, and no measure of size."
        ),
    ),
    Entry(
        N_("Placebo dates"),
        N_("The same study on dates without the event: the event should stand out among them."),
        r"p = \frac{1 + \#\{|S_b| \ge |S_0|\}}{B + 1}",
    ),
    Entry(
        N_("Portfolio test"),
        N_("The basket treated as one security, so that common movement is counted by itself."),
        r"R_p = \frac{1}{N} \sum_i R_i",
    ),
    Entry(
        N_("Power of a test"),
        N_("How often a test finds an effect that is there."),
    ),
    Entry(
        N_("Prediction error"),
        N_(
            "The doubt about a single return and about the estimated line together; on a day when "
            "the market itself moves far, the second part grows."
        ),
        r"V = s^2 \left(I + X^* (X'X)^{-1} X^{*\prime}\right)",
    ),
    Entry(
        N_("Residual"),
        N_("What the model left of a return on a session of the estimation window."),
        r"e_t = R_t - \hat{a} - \hat{b}\,R_{mt}",
    ),
    Entry(
        N_("Return, simple and log"),
        N_(
            "Simple returns add up across holdings, log returns over time; for large moves they "
            "differ: −16.97% is −18.59% as a log return."
        ),
        r"\frac{P_t}{P_{t-1}} - 1, \qquad \ln \frac{P_t}{P_{t-1}}",
    ),
    Entry(
        N_("Session"),
        N_("A day on which the security's exchange trades. Windows count sessions, not days."),
    ),
    Entry(
        N_("Size of a test"),
        N_(
            "How often a test rejects although nothing happened. A test at 5% should have a size "
            "of 5%; one that takes dependent members for independent can have ten times that."
        ),
    ),
    Entry(
        N_("SQ test (sample quantiles)"),
        N_(
            "The rank of the abnormal return among those of the estimation window. It assumes no "
            "shape of the distribution."
        ),
        r"p = 2 \cdot \frac{1 + \min(\#\{S \le S_0\}, \#\{S \ge S_0\})}{n + 1}",
    ),
    Entry(
        N_("Standardised abnormal return (SAR, SCAR)"),
        N_("An abnormal return over its standard error, so that calm and wild shares compare."),
        r"\mathit{SCAR} = \frac{\mathit{CAR}}{\sqrt{1'V1}}",
    ),
    Entry(
        N_("t statistic"),
        N_("An estimate over its standard error."),
        r"t = \frac{\mathit{CAR}}{\mathit{SE}}",
    ),
    Entry(
        N_("tau"),
        N_("Sessions from the event: 0 is the first session that could react to the news."),
    ),
    Entry(
        N_("Total return"),
        N_(
            "A return with dividends put back in. Those of shares and funds are total returns "
            "wherever the sources know the dividends; most indices leave them out."
        ),
    ),
    Entry(
        N_("Volatility scaling"),
        N_(
            "Dividing each abnormal return by the volatility to be expected at its time, with "
            "weights that fade by 6% a session."
        ),
        r"\sigma_{t+1}^2 = 0.94\,\sigma_t^2 + 0.06\,e_t^2",
    ),
)
"""In the alphabetical order of the English words."""
