#include "models/settlement/exportdescription.h"

#include "models/settlement/sqltemplate.h"
#include "models/warehouse/shippedsql.h"

#include <QCoreApplication>

namespace daybook::settlement {
namespace {

using warehouse::quoteIdentifier;
using warehouse::quoteLiteral;

QString daysOf(const Period &period)
{
    const QString from = period.from.toString(Qt::ISODate);
    return period.days() == 1 ? from : from + QLatin1Char('_') + period.to.toString(Qt::ISODate);
}

ExportDescription aboutDays(const Report &report, const Period &period, const QString &what,
                            const QString &name)
{
    ExportDescription description;
    description.label =
        QStringLiteral("%1, %2").arg(what, daysOf(period).replace(QLatin1Char('_'), QStringLiteral(" – ")));
    description.fileName = QStringLiteral("%1_%2.csv").arg(name, daysOf(period));
    description.interval = report.definition.calendar.interval(period.from, period.to);
    description.timeZone = report.definition.calendar.zoneName();
    description.project = report.definition.project;
    if (const auto &run = report.proof.run) {
        description.runId = run->id;
        description.gitCommit = run->gitCommit;
        description.gitDirty = run->gitDirty;
    }
    description.modelName = name;
    return description;
}

} // namespace

ExportDescription exportOf(const Report &report)
{
    const ReportDefinition &definition = report.definition;
    const QString name = definition.name.isEmpty() ? definition.relation.name : definition.name;
    ExportDescription description = aboutDays(report, report.period, spoken(definition.label, name), name);
    SqlValues values;
    values.insert(QStringLiteral("relation"), definition.relation.toSql());
    values.insert(QStringLiteral("date"), quoteIdentifier(definition.date));
    values.insert(QStringLiteral("first"), quoteLiteral(report.period.from.toString(Qt::ISODate)));
    values.insert(QStringLiteral("last"), quoteLiteral(report.period.to.toString(Qt::ISODate)));
    description.sql = fillSql(warehouse::shippedSql(u"system/report/export_report"), values);
    for (const QString &column : {definition.date, definition.type, definition.currencyColumn})
        if (!column.isEmpty())
            description.orderBy << quoteIdentifier(column);
    description.typeColumn = definition.type;
    description.amountColumn = definition.amount;
    description.countColumn = definition.count;
    description.modelVersion = report.proof.modelVersion;
    return description;
}

ExportDescription exportOf(const LedgerQuery &query, const Report &rests)
{
    const QString name = query.ledger.name.isEmpty() ? query.ledger.relation.name : query.ledger.name;
    ExportDescription description = aboutDays(rests, query.period, spoken(query.ledger.label, name), name);
    description.sql = ledgerExportSql(query);
    const QString way = query.descending ? QStringLiteral(" desc") : QString();
    description.orderBy << quoteIdentifier(query.sort()) + way;
    if (query.sort() != query.ledger.key)
        description.orderBy << quoteIdentifier(query.ledger.key) + way;
    description.typeColumn = query.ledger.type;
    description.amountColumn = query.ledger.amount;
    return description;
}

} // namespace daybook::settlement
