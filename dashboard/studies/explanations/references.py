"""The papers whose methods are used, with what is needed to find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper or a book; ``place`` is journal, volume, issue and pages, or the publisher."""

    authors: str
    year: int
    title: str
    place: str


REFERENCES: Final = (
    Reference(
        "Abadie, A., Diamond, A., Hainmueller, J.",
        2010,
        "Synthetic Control Methods for Comparative Case Studies: Estimating the Effect of "
        "California's Tobacco Control Program",
        "Journal of the American Statistical Association 105(490), 493–505",
    ),
    Reference(
        "Benjamini, Y., Hochberg, Y.",
        1995,
        "Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple "
        "Testing",
        "Journal of the Royal Statistical Society, Series B 57(1), 289–300",
    ),
    Reference(
        "Binder, J. J.",
        1985,
        "On the Use of the Multivariate Regression Model in Event Studies",
        "Journal of Accounting Research 23(1), 370–383",
    ),
    Reference(
        "Boehmer, E., Musumeci, J., Poulsen, A. B.",
        1991,
        "Event-study methodology under conditions of event-induced variance",
        "Journal of Financial Economics 30(2), 253–272",
    ),
    Reference(
        "Bollerslev, T.",
        1986,
        "Generalized autoregressive conditional heteroskedasticity",
        "Journal of Econometrics 31(3), 307–327",
    ),
    Reference(
        "Bollerslev, T.",
        1987,
        "A Conditionally Heteroskedastic Time Series Model for Speculative Prices and Rates of "
        "Return",
        "Review of Economics and Statistics 69(3), 542–547",
    ),
    Reference(
        "Brodersen, K. H., Gallusser, F., Koehler, J., Remy, N., Scott, S. L.",
        2015,
        "Inferring causal impact using Bayesian structural time-series models",
        "Annals of Applied Statistics 9(1), 247–274",
    ),
    Reference(
        "Brown, S. J., Warner, J. B.",
        1980,
        "Measuring security price performance",
        "Journal of Financial Economics 8(3), 205–258",
    ),
    Reference(
        "Brown, S. J., Warner, J. B.",
        1985,
        "Using daily stock returns: The case of event studies",
        "Journal of Financial Economics 14(1), 3–31",
    ),
    Reference(
        "Campbell, J. Y., Lo, A. W., MacKinlay, A. C.",
        1997,
        "The Econometrics of Financial Markets",
        "Princeton University Press, chapter 4",
    ),
    Reference(
        "Carhart, M. M.",
        1997,
        "On Persistence in Mutual Fund Performance",
        "Journal of Finance 52(1), 57–82",
    ),
    Reference(
        "Carvalho, C., Masini, R., Medeiros, M. C.",
        2018,
        "ArCo: An artificial counterfactual approach for high-dimensional panel time-series data",
        "Journal of Econometrics 207(2), 352–380",
    ),
    Reference(
        "Corrado, C. J.",
        1989,
        "A nonparametric test for abnormal security-price performance in event studies",
        "Journal of Financial Economics 23(2), 385–395",
    ),
    Reference(
        "Corrado, C. J., Zivney, T. L.",
        1992,
        "The Specification and Power of the Sign Test in Event Study Hypothesis Tests Using Daily "
        "Stock Returns",
        "Journal of Financial and Quantitative Analysis 27(3), 465–478",
    ),
    Reference(
        "Cowan, A. R.",
        1992,
        "Nonparametric event study tests",
        "Review of Quantitative Finance and Accounting 2(4), 343–358",
    ),
    Reference(
        "Dimson, E.",
        1979,
        "Risk measurement when shares are subject to infrequent trading",
        "Journal of Financial Economics 7(2), 197–226",
    ),
    Reference(
        "Fama, E. F., French, K. R.",
        1993,
        "Common risk factors in the returns on stocks and bonds",
        "Journal of Financial Economics 33(1), 3–56",
    ),
    Reference(
        "Fama, E. F., French, K. R.",
        2015,
        "A five-factor asset pricing model",
        "Journal of Financial Economics 116(1), 1–22",
    ),
    Reference(
        "Friedman, J., Hastie, T., Tibshirani, R.",
        2010,
        "Regularization paths for generalized linear models via coordinate descent",
        "Journal of Statistical Software 33(1), 1–22",
    ),
    Reference(
        "Gelbach, J. B., Helland, E., Klick, J.",
        2013,
        "Valid Inference in Single-Firm, Single-Event Studies",
        "American Law and Economics Review 15(2), 495–541",
    ),
    Reference(
        "Hall, P.",
        1992,
        "On the Removal of Skewness by Transformation",
        "Journal of the Royal Statistical Society, Series B 54(1), 221–228",
    ),
    Reference(
        "Holm, S.",
        1979,
        "A Simple Sequentially Rejective Multiple Test Procedure",
        "Scandinavian Journal of Statistics 6(2), 65–70",
    ),
    Reference(
        "Huber, P. J.",
        1964,
        "Robust Estimation of a Location Parameter",
        "Annals of Mathematical Statistics 35(1), 73–101",
    ),
    Reference(
        "Karafiath, I.",
        1988,
        "Using Dummy Variables in the Event Methodology",
        "Financial Review 23(3), 351–357",
    ),
    Reference(
        "Koenker, R., Bassett, G.",
        1978,
        "Regression Quantiles",
        "Econometrica 46(1), 33–50",
    ),
    Reference(
        "Kolari, J. W., Pynnönen, S.",
        2010,
        "Event Study Testing with Cross-sectional Correlation of Abnormal Returns",
        "Review of Financial Studies 23(11), 3996–4025",
    ),
    Reference(
        "Kolari, J. W., Pynnönen, S.",
        2011,
        "Nonparametric rank tests for event studies",
        "Journal of Empirical Finance 18(5), 953–971",
    ),
    Reference(
        "Lintner, J.",
        1965,
        "The Valuation of Risk Assets and the Selection of Risky Investments in Stock Portfolios "
        "and Capital Budgets",
        "Review of Economics and Statistics 47(1), 13–37",
    ),
    Reference(
        "MacKinlay, A. C.",
        1997,
        "Event Studies in Economics and Finance",
        "Journal of Economic Literature 35(1), 13–39",
    ),
    Reference(
        "Patell, J. M.",
        1976,
        "Corporate Forecasts of Earnings Per Share and Stock Price Behavior: Empirical Test",
        "Journal of Accounting Research 14(2), 246–276",
    ),
    Reference(
        "Politis, D. N., Romano, J. P.",
        1994,
        "The Stationary Bootstrap",
        "Journal of the American Statistical Association 89(428), 1303–1313",
    ),
    Reference(
        "Schipper, K., Thompson, R.",
        1983,
        "The Impact of Merger-Related Regulations on the Shareholders of Acquiring Firms",
        "Journal of Accounting Research 21(1), 184–221",
    ),
    Reference(
        "Scholes, M., Williams, J.",
        1977,
        "Estimating betas from nonsynchronous data",
        "Journal of Financial Economics 5(3), 309–327",
    ),
    Reference(
        "Sharpe, W. F.",
        1964,
        "Capital Asset Prices: A Theory of Market Equilibrium under Conditions of Risk",
        "Journal of Finance 19(3), 425–442",
    ),
    Reference(
        "Westfall, P. H., Young, S. S.",
        1993,
        "Resampling-Based Multiple Testing: Examples and Methods for p-Value Adjustment",
        "Wiley",
    ),
)
