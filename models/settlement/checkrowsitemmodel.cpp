#include "models/settlement/checkrowsitemmodel.h"

#include <nlohmann/json.hpp>

namespace daybook::settlement {
namespace {

struct Value
{
    std::string text;
    bool isNull = false;
    bool isNumber = false;
};

using Row = std::vector<std::pair<std::string, Value>>;

/// Takes one flat object as it comes: numbers as they are spelled, since a double would round money.
class RowReader : public nlohmann::json_sax<nlohmann::json>
{
public:
    Row row;

    bool null() override { return take({{}, true, false}); }
    bool boolean(bool value) override { return take({value ? "true" : "false", false, false}); }
    bool number_integer(number_integer_t value) override
    {
        return take({std::to_string(value), false, true});
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return take({std::to_string(value), false, true});
    }
    bool number_float(number_float_t, const string_t &spelled) override
    {
        return take({spelled, false, true});
    }
    bool string(string_t &value) override { return take({value, false, false}); }
    bool binary(binary_t &) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t &name) override
    {
        m_key = name;
        return true;
    }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override
    {
        return false;
    }

private:
    bool take(Value value)
    {
        row.emplace_back(m_key, std::move(value));
        return true;
    }

    std::string m_key;
};

} // namespace

void CheckRowsItemModel::setRows(const QStringList &json)
{
    beginResetModel();
    m_columns.clear();
    m_rows.clear();
    for (const QString &text : json) {
        RowReader reader;
        if (!nlohmann::json::sax_parse(text.toStdString(), &reader))
            continue;
        QList<Cell> cells;
        for (const auto &[name, value] : reader.row) {
            if (m_rows.isEmpty())
                m_columns << QString::fromStdString(name);
            cells << Cell{value.isNull ? std::nullopt : std::optional(QString::fromStdString(value.text)),
                          value.isNumber};
        }
        cells.resize(m_columns.size());
        m_rows << cells;
    }
    endResetModel();
}

int CheckRowsItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CheckRowsItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CheckRowsItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Cell &cell = m_rows[index.row()][index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text ? *cell.text : QStringLiteral("NULL");
    case RawValueRole:
        return cell.text.value_or(QString());
    case NumericRole:
        return cell.isNumber;
    case SeverityRole:
        return cell.text ? QVariant() : QVariant::fromValue(Severity::Failed);
    default:
        return {};
    }
}

QVariant CheckRowsItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= m_columns.size())
        return {};
    return m_columns[section];
}

} // namespace daybook::settlement
