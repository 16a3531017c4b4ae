#pragma once

#include "models/evidence/controltotals.h"
#include "models/evidence/csvreader.h"

#include <QStringList>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace daybook::evidence {

/// Which columns carry control totals, counted from 0; -1 where there is none.
struct RoleColumns
{
    int type = -1;
    int amount = -1;
    int count = -1;

    bool any() const { return type >= 0 || amount >= 0 || count >= 0; }
};

/// Adds up a CSV from its own bytes, as it comes past: the header, rows, and control totals. Knows nothing of
/// the server, so that what it finds is a second opinion.
class CsvTally : public CsvHandler
{
public:
    explicit CsvTally(RoleColumns roles) : m_roles(roles) {}

    void field(int column, const CsvField &field) override;
    void endRow(int columns) override;

    const QStringList &header() const { return m_header; }
    /// Rows without the header.
    qint64 rows() const { return m_rows; }
    /// The first row that cannot be added up, for people; empty when all can.
    const QString &problem() const { return m_problem; }
    /// Error: Data, when a sum is too large or `problem` is not empty.
    Result<ControlTotals> totals() const;

private:
    struct Group
    {
        qint64 rows = 0;
        ExactSum amount;
        ExactSum count;
    };
    struct TextHash
    {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    void addRow();
    Group *group();
    void add(ExactSum &sum, const std::string &number, const char *what);
    void fail(const QString &what);

    RoleColumns m_roles;
    QStringList m_header;
    bool m_inHeader = true;
    qint64 m_rows = 0;
    std::string m_type; ///< this row's; a NULL has its own flag, numbers are then empty
    bool m_typeIsNull = true;
    std::string m_amount;
    std::string m_count;
    Group m_nullGroup;
    std::unordered_map<std::string, Group, TextHash, std::equal_to<>> m_groups;
    QString m_problem;
};

} // namespace daybook::evidence
