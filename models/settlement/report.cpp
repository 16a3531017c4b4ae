#include "models/settlement/report.h"

namespace daybook::settlement {
namespace {

/// To one decimal of a percent.
constexpr int RatioDigits = 3;
constexpr int TrendDays = 14;

QString keyOf(const Line &line)
{
    return line.type + QChar(0x1f) + line.currency;
}

/// Adds where both sides are known; what is unknown, or too large, stays nothing.
std::optional<Decimal> sum(const std::optional<Decimal> &left, const std::optional<Decimal> &right)
{
    if (!left || !right)
        return std::nullopt;
    const Result<Decimal> both = left->plus(*right);
    return both ? std::optional(*both) : std::nullopt;
}

void addTo(Figure &figure, const Figure &more)
{
    if (!more.hasRows)
        return;
    if (!figure.hasRows) {
        figure = more;
        return;
    }
    figure.count = sum(figure.count, more.count);
    figure.total = sum(figure.total, more.total);
}

Ratio ratio(const Decimal &part, const Decimal &whole)
{
    if (whole.isZero())
        return {{}, Absence::ZeroBase};
    const std::optional<Decimal> value = part.ratioTo(whole, RatioDigits);
    return {value, value ? Absence::None : Absence::TooLarge};
}

} // namespace

void Report::setCell(QDate day, const Line &line, Figure figure)
{
    m_cells[day].insert(keyOf(line), std::move(figure));
}

Figure Report::cell(QDate day, const Line &line) const
{
    const auto row = m_cells.constFind(day);
    return row == m_cells.constEnd() ? Figure{} : row->value(keyOf(line));
}

Figure Report::figure(const Line &line, const Period &over) const
{
    Figure all;
    for (QDate day = over.from; day <= over.to; day = day.addDays(1))
        addTo(all, cell(day, line));
    return all;
}

Figure Report::total(const Period &over) const
{
    Figure all;
    for (const Line &line : m_lines)
        addTo(all, figure(line, over));
    if (!hasOneCurrency())
        all.total.reset();
    return all;
}

bool Report::hasOneCurrency() const
{
    for (const Line &line : m_lines)
        if (line.currency != m_lines.first().currency)
            return false;
    return true;
}

QString Report::currency() const
{
    if (m_lines.isEmpty())
        return definition.currency;
    return hasOneCurrency() ? m_lines.first().currency : QString();
}

Period Report::trend() const
{
    return {std::min(period.from, period.to.addDays(1 - TrendDays)), period.to};
}

Ratio Report::share(const Line &line) const
{
    const Figure part = figure(line, period);
    if (!part.hasRows)
        return {{}, Absence::NoRow};
    if (!hasOneCurrency())
        return {{}, Absence::Currencies};
    const Figure whole = total(period);
    if (!part.total || !whole.total)
        return {{}, Absence::Unknown};
    return ratio(*part.total, *whole.total);
}

Ratio Report::change(const Line &line, const Period &base) const
{
    return changeOf(figure(line, period), figure(line, base), base);
}

Ratio Report::totalChange(const Period &base) const
{
    if (!hasOneCurrency())
        return {{}, Absence::Currencies};
    return changeOf(total(period), total(base), base);
}

bool Report::isWhole(const Period &base) const
{
    for (QDate day = base.from; day <= base.to; day = day.addDays(1))
        if (!hasRows(day))
            return false;
    return true;
}

Ratio Report::changeOf(const Figure &now, const Figure &then, const Period &base) const
{
    if (!now.hasRows)
        return {{}, Absence::NoRow};
    if (!then.hasRows || !isWhole(base))
        return {{}, Absence::NoBase};
    if (!now.total || !then.total)
        return {{}, Absence::Unknown};
    const Result<Decimal> difference = now.total->minus(*then.total);
    return difference ? ratio(*difference, *then.total) : Ratio{{}, Absence::TooLarge};
}

} // namespace daybook::settlement
