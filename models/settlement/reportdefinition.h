#pragma once

#include "models/core/businesscalendar.h"
#include "models/project/daybookmeta.h"
#include "models/warehouse/identifier.h"

#include <QList>
#include <QMap>

#include <optional>

namespace daybook::settlement {

using project::Label;
using TypeDefinition = project::TypeMeta;

/// A label in the language of QLocale's default; `name` where there is none.
QString spoken(const Label &label, const QString &name);

/// Where a ledger's rows came from.
struct SourceLink
{
    QString name; ///< "wallet.transactions"
    warehouse::RelationName relation;
    QString key; ///< the source's column that holds the ledger's key
};

/// The rows behind a figure. Column names; empty where the project names none.
struct LedgerDefinition
{
    QString name;
    Label label;
    warehouse::RelationName relation;
    QStringList types; ///< the transaction types it holds the rows of
    QString key;
    QString amount;
    QString date;
    QString occurredAt;
    QString type; ///< tells the types apart, where a ledger holds several
    std::optional<SourceLink> source;
    QMap<QString, Label> columnLabels;
};

/// Where a project's daily report is, and which of its columns plays which part. Column names may be empty:
/// the report's own columns then decide by their types (see completed).
struct ReportDefinition
{
    QString project;
    QString targetSchema;
    QString name; ///< of the model
    Label label;
    warehouse::RelationName relation;
    QString date;
    QString type;
    QString amount;
    QString count;
    QString dataThrough;
    QString currency = QStringLiteral("KRW"); ///< an ISO code; unused when currencyColumn is set
    QString currencyColumn;
    BusinessCalendar calendar;
    QList<TypeDefinition> types; ///< in order of display; others that the data hold come after them
    QList<LedgerDefinition> ledgers;

    /// Nothing when no ledger declares that type.
    const LedgerDefinition *ledgerFor(const QString &type) const;
    QString typeLabel(const QString &type) const;
};

/// A column as the server's catalog has it; category is pg_type.typcategory ('N' number, 'D' date, 'S' text).
struct CatalogColumn
{
    QString name;
    QString category;
    QString typeName;
};

/// The definition with every part taken: those it names are looked for, those it leaves out are recognised by
/// type and order. Error: Project, naming the part and what to write under meta.
Result<ReportDefinition> completed(ReportDefinition definition, const QList<CatalogColumn> &columns);

} // namespace daybook::settlement
