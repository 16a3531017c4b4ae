#include "models/evidence/controltotals.h"

#include <QString>
#include <QStringList>

namespace daybook::evidence {
namespace {

Result<std::optional<Decimal>> sum(const std::optional<Decimal> &left, const std::optional<Decimal> &right)
{
    if (!left || !right)
        return left ? left : right;
    return left->plus(*right).map([](const Decimal &total) { return std::optional(total); });
}

/// Digits without their point, and how many stood behind it; nothing beyond what 64 bits hold for certain.
struct Unscaled
{
    qint64 value = 0;
    int scale = 0;
};

std::optional<Unscaled> shortNumber(QByteArrayView text)
{
    const bool negative = text.startsWith('-');
    const QByteArrayView digits = negative ? text.sliced(1) : text;
    if (digits.isEmpty() || digits.size() > 18)
        return std::nullopt;
    Unscaled number;
    qsizetype point = -1;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        const char c = digits[i];
        if (c >= '0' && c <= '9')
            number.value = number.value * 10 + (c - '0');
        else if (c == '.' && point < 0)
            point = i;
        else
            return std::nullopt;
    }
    if (digits.size() == 1 && point == 0)
        return std::nullopt;
    number.scale = point < 0 ? 0 : static_cast<int>(digits.size() - 1 - point);
    number.value = negative ? -number.value : number.value;
    return number;
}

std::optional<Decimal> decimalOf(qint64 unscaled, int scale)
{
    QString digits = QString::number(unscaled);
    const bool negative = digits.startsWith(QLatin1Char('-'));
    digits = digits.mid(negative ? 1 : 0).rightJustified(scale + 1, QLatin1Char('0'));
    if (scale > 0)
        digits.insert(digits.size() - scale, QLatin1Char('.'));
    const auto value = Decimal::parse(negative ? QLatin1Char('-') + digits : digits);
    return value ? std::optional(*value) : std::nullopt;
}

} // namespace

Result<Totals> combined(const Totals &left, const Totals &right)
{
    const auto amount = sum(left.amount, right.amount);
    const auto count = sum(left.count, right.count);
    if (!amount || !count)
        return failure(amount ? count.error() : amount.error());
    return Totals{.rows = left.rows + right.rows, .amount = *amount, .count = *count};
}

QString describe(const Totals &totals)
{
    QStringList parts{QStringLiteral("%1 rows").arg(totals.rows)};
    if (totals.amount)
        parts << QStringLiteral("amount ") + totals.amount->toString();
    if (totals.count)
        parts << QStringLiteral("count ") + totals.count->toString();
    return parts.join(QStringLiteral(", "));
}

bool ExactSum::add(QByteArrayView number)
{
    const std::optional<Unscaled> next = shortNumber(number);
    if (!next)
        return addSlowly(number);
    qint64 recent = 0;
    if (next->scale != m_scale || __builtin_add_overflow(m_recent, next->value, &recent)) {
        const std::optional<Decimal> total = spilled();
        if (!total)
            return false;
        m_total = *total;
        m_scale = next->scale;
        recent = next->value;
    }
    m_recent = recent;
    m_empty = false;
    return true;
}

bool ExactSum::addSlowly(QByteArrayView number)
{
    const auto value = Decimal::parse(QString::fromUtf8(number));
    const auto total = value ? m_total.plus(*value) : value;
    if (!total)
        return false;
    m_total = *total;
    m_empty = false;
    return true;
}

std::optional<Decimal> ExactSum::spilled() const
{
    const std::optional<Decimal> recent = decimalOf(m_recent, m_scale);
    if (!recent)
        return std::nullopt;
    const auto total = m_total.plus(*recent);
    return total ? std::optional(*total) : std::nullopt;
}

std::optional<Decimal> ExactSum::total() const
{
    return m_empty ? std::nullopt : spilled();
}

} // namespace daybook::evidence
