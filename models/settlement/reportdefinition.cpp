#include "models/settlement/reportdefinition.h"

#include <QLocale>

#include <algorithm>
#include <functional>

namespace daybook::settlement {
namespace {

using Fits = std::function<bool(const CatalogColumn &)>;

bool isInteger(const CatalogColumn &column)
{
    return column.typeName == QStringLiteral("int8") || column.typeName == QStringLiteral("int4") ||
           column.typeName == QStringLiteral("int2");
}

bool isDate(const CatalogColumn &column)
{
    return column.category == QStringLiteral("D");
}

bool isText(const CatalogColumn &column)
{
    return column.category == QStringLiteral("S") || column.category == QStringLiteral("E");
}

bool isExactNumber(const CatalogColumn &column)
{
    return isInteger(column) || column.typeName == QStringLiteral("numeric");
}

/// One part of the report being matched with the columns there are.
class Casting
{
public:
    Casting(QString relation, const QList<CatalogColumn> &columns)
        : m_relation(std::move(relation)), m_columns(columns)
    {
    }

    /// Takes the column that `name` says, or the first that fits and plays no other part.
    Result<QString> take(const QString &part, const QString &name, const Fits &fits)
    {
        const auto found = std::find_if(m_columns.begin(), m_columns.end(), [&](const CatalogColumn &column) {
            return name.isEmpty() ? fits(column) && !m_taken.contains(column.name) : column.name == name;
        });
        if (found == m_columns.end())
            return missing(part, name);
        m_taken << found->name;
        return found->name;
    }

    void reserve(const QStringList &names) { m_taken << names; }

private:
    tl::unexpected<Error> missing(const QString &part, const QString &name) const
    {
        QStringList names;
        for (const CatalogColumn &column : m_columns)
            names << column.name;
        const QString message =
            name.isEmpty()
                ? QStringLiteral("%1 has no column that can be its %2. Write \"%2: <column>\" under "
                                 "meta: daybook: of the model; its columns are: %3.")
                : QStringLiteral("%1 has no column \"%4\", which meta: daybook: %2: names. Its "
                                 "columns are: %3.");
        const QString text = message.arg(m_relation, part, names.join(QStringLiteral(", ")));
        return failure(ErrorKind::Project, name.isEmpty() ? text : text.arg(name));
    }

    QString m_relation;
    const QList<CatalogColumn> &m_columns;
    QStringList m_taken;
};

/// Money in a double is refused before anything is added up.
Result<void> checkExact(const ReportDefinition &definition, const QList<CatalogColumn> &columns)
{
    for (const CatalogColumn &column : columns)
        if ((column.name == definition.amount || column.name == definition.count) && !isExactNumber(column))
            return failure(
                ErrorKind::Project,
                QStringLiteral("%1.%2 is of type %3, which does not hold figures exactly. Cast it to "
                               "numeric or bigint in the model.")
                    .arg(definition.relation.toString(), column.name, column.typeName));
    return {};
}

} // namespace

QString spoken(const Label &label, const QString &name)
{
    return label.in(QLocale().name(), name);
}

const LedgerDefinition *ReportDefinition::ledgerFor(const QString &typeName) const
{
    const auto found =
        std::find_if(ledgers.begin(), ledgers.end(),
                     [&typeName](const LedgerDefinition &ledger) { return ledger.types.contains(typeName); });
    return found == ledgers.end() ? nullptr : &*found;
}

QString ReportDefinition::typeLabel(const QString &typeName) const
{
    for (const TypeDefinition &known : types)
        if (known.name == typeName)
            return spoken(known.label, typeName);
    return typeName;
}

Result<ReportDefinition> completed(ReportDefinition definition, const QList<CatalogColumn> &columns)
{
    Casting casting(definition.relation.toString(), columns);
    casting.reserve({definition.date, definition.type, definition.amount, definition.count,
                     definition.dataThrough, definition.currencyColumn});
    struct Part
    {
        QString ReportDefinition::*column;
        QString name;
        Fits fits;
    };
    // The count comes before the amount: of two integers the first counts, the second adds up.
    const Part parts[] = {{&ReportDefinition::date, QStringLiteral("date"), isDate},
                          {&ReportDefinition::type, QStringLiteral("type"), isText},
                          {&ReportDefinition::count, QStringLiteral("count"), isInteger},
                          {&ReportDefinition::amount, QStringLiteral("amount"), isExactNumber}};
    for (const Part &part : parts) {
        Result<QString> taken = casting.take(part.name, definition.*part.column, part.fits);
        if (!taken)
            return failure(taken.error());
        definition.*part.column = *taken;
    }
    for (QString *optional : {&definition.dataThrough, &definition.currencyColumn}) {
        if (optional->isEmpty())
            continue;
        const QString part =
            optional == &definition.dataThrough ? QStringLiteral("data_through") : QStringLiteral("currency");
        if (Result<QString> taken = casting.take(part, *optional, isText); !taken)
            return failure(taken.error());
    }
    if (Result<void> exact = checkExact(definition, columns); !exact)
        return failure(exact.error());
    return definition;
}

} // namespace daybook::settlement
