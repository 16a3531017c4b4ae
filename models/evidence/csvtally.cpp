#include "models/evidence/csvtally.h"

namespace daybook::evidence {

void CsvTally::field(int column, const CsvField &field)
{
    const auto text = [&field] {
        return std::string_view(field.value.data(), static_cast<size_t>(field.value.size()));
    };
    if (m_inHeader) {
        m_header << QString::fromUtf8(field.value);
        return;
    }
    if (column == m_roles.type) {
        m_type = text();
        m_typeIsNull = field.value.isEmpty() && !field.quoted;
    }
    if (column == m_roles.amount)
        m_amount = text();
    if (column == m_roles.count)
        m_count = text();
    if (field.cut && (column == m_roles.type || column == m_roles.amount || column == m_roles.count))
        fail(QStringLiteral("the value in column %1 is too long to be a type or a number").arg(column + 1));
}

void CsvTally::endRow(int columns)
{
    if (m_inHeader) {
        m_inHeader = false;
        return;
    }
    ++m_rows;
    if (columns != m_header.size())
        fail(QStringLiteral("it has %1 columns where the header has %2").arg(columns).arg(m_header.size()));
    if (m_problem.isEmpty())
        addRow();
}

void CsvTally::addRow()
{
    Group *const found = group();
    if (!found)
        return;
    ++found->rows;
    if (m_roles.amount >= 0)
        add(found->amount, m_amount, "amount");
    if (m_roles.count >= 0)
        add(found->count, m_count, "count");
}

CsvTally::Group *CsvTally::group()
{
    if (m_roles.type < 0 || m_typeIsNull)
        return &m_nullGroup;
    const auto found = m_groups.find(std::string_view(m_type));
    if (found != m_groups.end())
        return &found->second;
    if (m_groups.size() == MaximumTypes) {
        fail(QStringLiteral("the type column has more than %1 values").arg(MaximumTypes));
        return nullptr;
    }
    return &m_groups[m_type];
}

void CsvTally::add(ExactSum &sum, const std::string &number, const char *what)
{
    // An empty field is NULL, which SQL's sum passes over, too.
    if (!number.empty() && !sum.add(QByteArrayView(number.data(), static_cast<qsizetype>(number.size()))))
        fail(QStringLiteral("the %1 \"%2\" is not an exact decimal number, or the sum grows too large")
                 .arg(QString::fromLatin1(what), QString::fromStdString(number.substr(0, 80))));
}

void CsvTally::fail(const QString &what)
{
    if (m_problem.isEmpty())
        m_problem = QStringLiteral("data row %1: %2").arg(std::max<qint64>(m_rows, 1)).arg(what);
}

Result<ControlTotals> CsvTally::totals() const
{
    if (!m_problem.isEmpty())
        return failure(ErrorKind::Data, m_problem);
    const auto totalsOf = [](const Group &group) {
        return Totals{.rows = group.rows, .amount = group.amount.total(), .count = group.count.total()};
    };
    ControlTotals totals;
    totals.overall = totalsOf(m_nullGroup);
    if (m_roles.type >= 0 && m_nullGroup.rows > 0)
        totals.byType.emplace(std::nullopt, totals.overall);
    for (const auto &[type, group] : m_groups) {
        const Totals one = totalsOf(group);
        const auto overall = combined(totals.overall, one);
        if (!overall)
            return failure(overall.error());
        totals.overall = *overall;
        totals.byType.emplace(QByteArray::fromStdString(type), one);
    }
    return totals;
}

} // namespace daybook::evidence
