#include "models/settlement/figuretext.h"

#include "models/core/format.h"

#include <QCoreApplication>

namespace daybook::settlement {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(daybook::settlement)
};

} // namespace

QString dash()
{
    return QStringLiteral("–");
}

QString figureText(const std::optional<Decimal> &figure)
{
    return figure ? figure->toGroupedString() : dash();
}

QString ratioText(const Ratio &ratio, bool isChange)
{
    return ratio.value ? formatPercent(*ratio.value, 1, isChange) : dash();
}

QString absenceText(Absence absence)
{
    switch (absence) {
    case Absence::None:
        break;
    case Absence::NoRow:
        return Words::tr("The report has no row for it in these days.");
    case Absence::NoBase:
        return Words::tr("The days to compare with have no rows, or not all of them.");
    case Absence::ZeroBase:
        return Words::tr("The figure to compare with is zero.");
    case Absence::Unknown:
        return Words::tr("A figure among them has no value (NULL), so the sum is not known.");
    case Absence::Currencies:
        return Words::tr("Amounts of several currencies are not added up.");
    case Absence::TooLarge:
        return Words::tr("The figures are too large to be held exactly.");
    }
    return {};
}

QString absenceText(const Figure &figure, const std::optional<Decimal> &part)
{
    if (part)
        return {};
    return absenceText(figure.hasRows ? Absence::Unknown : Absence::NoRow);
}

QString lineLabel(const Report &report, const Line &line)
{
    QString label = line.type.isEmpty() ? Words::tr("(no type)") : report.definition.typeLabel(line.type);
    return report.hasOneCurrency() ? label : label + QStringLiteral(" · ") + line.currency;
}

QString previousName(const Period &period)
{
    return period.days() == 1 ? Words::tr("previous day")
                              : Words::tr("previous %n days", nullptr, period.days());
}

QString sameWeekdayName(const Period &period)
{
    return period.days() == 1 ? Words::tr("same weekday") : Words::tr("same weekdays before");
}

} // namespace daybook::settlement
