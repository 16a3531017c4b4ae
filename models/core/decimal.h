#pragma once

#include "models/core/result.h"

#include <QString>

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>

namespace daybook {

/// An exact decimal number: an integer of up to 256 bits times 10^-scale. Overflow is an error, never a
/// wrong figure. There is no way in from, or out to, a floating-point number, on purpose.
class Decimal
{
public:
    using Integer = boost::multiprecision::checked_int256_t;

    static constexpr int MaximumScale = 60;

    Decimal() = default;
    explicit Decimal(qint64 value) : m_unscaled(value) {}

    /// Reads what PostgreSQL prints for numeric and integer columns: "-12", "0.50", "1e3" is refused, as
    /// are NaN and infinities. Error: Data.
    static Result<Decimal> parse(QStringView text);

    int scale() const { return m_scale; }
    bool isZero() const { return m_unscaled == 0; }
    bool isNegative() const { return m_unscaled < 0; }

    /// Digits as SQL reads them, "-1234.50"; keeps the scale it was given.
    QString toString() const;

    /// For people: digits in groups of three, "-1,234.50", the same in every locale Daybook speaks.
    QString toGroupedString() const;

    /// Error: Data, when the sum needs more than 256 bits.
    Result<Decimal> plus(const Decimal &other) const;
    Result<Decimal> minus(const Decimal &other) const;

    /// this / whole in units of 10^-digits, rounded half to even; nothing when `whole` is zero or the
    /// numbers are too large. ratio(1, 3, 4) is 0.3333.
    std::optional<Decimal> ratioTo(const Decimal &whole, int digits) const;

    std::strong_ordering operator<=>(const Decimal &other) const;
    bool operator==(const Decimal &other) const { return (*this <=> other) == 0; }

private:
    Decimal(Integer unscaled, int scale) : m_unscaled(std::move(unscaled)), m_scale(scale) {}
    Result<Decimal> combined(const Decimal &other, bool negateOther) const;

    Integer m_unscaled = 0;
    int m_scale = 0;
};

} // namespace daybook
