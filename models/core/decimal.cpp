#include "models/core/decimal.h"

namespace daybook {
namespace {

using Integer = Decimal::Integer;
using Wide = boost::multiprecision::cpp_int;

Wide powerOfTen(int exponent)
{
    return boost::multiprecision::pow(Wide(10), static_cast<unsigned>(exponent));
}

bool fits(const Wide &value)
{
    return value == 0 || boost::multiprecision::msb(boost::multiprecision::abs(value)) < 255;
}

tl::unexpected<Error> notANumber(QStringView text)
{
    return failure(ErrorKind::Data,
                   QStringLiteral("\"%1\" is not an exact decimal number").arg(text.left(80)));
}

/// Eighteen digits at a time, the last ones first.
QString digits(const Integer &unscaled, int scale)
{
    const Wide portion = powerOfTen(18);
    Wide left = boost::multiprecision::abs(Wide(unscaled));
    QString text;
    do {
        const auto low = static_cast<quint64>(Wide(left % portion));
        left /= portion;
        text.prepend(QString::number(low).rightJustified(left == 0 ? 1 : 18, QLatin1Char('0')));
    } while (left != 0);
    return text.rightJustified(scale + 1, QLatin1Char('0'));
}

} // namespace

Result<Decimal> Decimal::parse(QStringView text)
{
    const bool negative = text.startsWith(QLatin1Char('-'));
    const QStringView body = (negative || text.startsWith(QLatin1Char('+'))) ? text.mid(1) : text;
    Wide value = 0;
    int scale = 0;
    int count = 0;
    bool point = false;
    for (const QChar c : body) {
        if (c == QLatin1Char('.') && !point) {
            point = true;
            continue;
        }
        if (c < QLatin1Char('0') || c > QLatin1Char('9') || count > 100)
            return notANumber(text);
        value = value * 10 + (c.unicode() - u'0');
        scale += point ? 1 : 0;
        ++count;
    }
    if (count == 0 || scale > MaximumScale || !fits(value))
        return notANumber(text);
    return Decimal(Integer(negative ? Wide(-value) : value), scale);
}

QString Decimal::toString() const
{
    QString text = digits(m_unscaled, m_scale);
    if (m_scale > 0)
        text.insert(text.size() - m_scale, QLatin1Char('.'));
    return isNegative() ? QLatin1Char('-') + text : text;
}

QString Decimal::toGroupedString() const
{
    QString text = toString();
    const qsizetype first = isNegative() ? 1 : 0;
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    for (qsizetype i = (point < 0 ? text.size() : point) - 3; i > first; i -= 3)
        text.insert(i, QLatin1Char(','));
    return text;
}

Result<Decimal> Decimal::combined(const Decimal &other, bool negateOther) const
{
    const int scale = std::max(m_scale, other.m_scale);
    const Wide left = Wide(m_unscaled) * powerOfTen(scale - m_scale);
    const Wide right = Wide(other.m_unscaled) * powerOfTen(scale - other.m_scale);
    const Wide sum = negateOther ? Wide(left - right) : Wide(left + right);
    if (!fits(sum))
        return failure(ErrorKind::Data, QStringLiteral("A sum is too large to be held exactly"));
    return Decimal(Integer(sum), scale);
}

Result<Decimal> Decimal::plus(const Decimal &other) const
{
    return combined(other, false);
}

Result<Decimal> Decimal::minus(const Decimal &other) const
{
    return combined(other, true);
}

std::optional<Decimal> Decimal::ratioTo(const Decimal &whole, int places) const
{
    if (whole.isZero() || places < 0 || places > MaximumScale)
        return std::nullopt;
    Wide numerator = Wide(m_unscaled) * powerOfTen(whole.m_scale + places);
    Wide denominator = Wide(whole.m_unscaled) * powerOfTen(m_scale);
    const bool negative = (numerator < 0) != (denominator < 0);
    numerator = boost::multiprecision::abs(numerator);
    denominator = boost::multiprecision::abs(denominator);
    Wide quotient = numerator / denominator;
    const Wide twiceRest = (numerator % denominator) * 2;
    if (twiceRest > denominator || (twiceRest == denominator && quotient % 2 != 0))
        ++quotient;
    if (!fits(quotient))
        return std::nullopt;
    return Decimal(Integer(negative ? Wide(-quotient) : quotient), places);
}

std::strong_ordering Decimal::operator<=>(const Decimal &other) const
{
    const int scale = std::max(m_scale, other.m_scale);
    const Wide left = Wide(m_unscaled) * powerOfTen(scale - m_scale);
    const Wide right = Wide(other.m_unscaled) * powerOfTen(scale - other.m_scale);
    const int order = left.compare(right);
    return order < 0   ? std::strong_ordering::less
           : order > 0 ? std::strong_ordering::greater
                       : std::strong_ordering::equal;
}

} // namespace daybook
