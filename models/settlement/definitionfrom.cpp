#include "models/settlement/definitionfrom.h"

namespace daybook::settlement {
namespace {

using project::DaybookMeta;
using project::Node;
using project::Project;

/// The source table that the metadata name; where no such source is declared, its words are taken as they
/// are.
SourceLink sourceLink(const Project &project, const project::OriginMeta &origin)
{
    SourceLink link{origin.name + QLatin1Char('.') + origin.table, {origin.name, origin.table}, origin.key};
    for (const Node &node : project.nodes())
        if (node.source && node.source->sourceName == origin.name && node.name == origin.table)
            link.relation = node.relation;
    return link;
}

LedgerDefinition ledgerFrom(const Project &project, const Node &node, const DaybookMeta &meta)
{
    LedgerDefinition ledger;
    ledger.name = node.name;
    ledger.label = meta.label;
    ledger.relation = node.relation;
    for (const project::TypeMeta &type : meta.types)
        ledger.types << type.name;
    ledger.key = meta.key;
    ledger.amount = meta.amount;
    ledger.date = meta.date;
    ledger.occurredAt = meta.occurredAt;
    ledger.type = meta.type;
    if (meta.origin)
        ledger.source = sourceLink(project, *meta.origin);
    for (const project::Column &column : node.columns)
        ledger.columnLabels.insert(column.name, project::labelOf(column.meta));
    return ledger;
}

Result<ReportDefinition> reportFrom(const Project &project, const Node &node, const DaybookMeta &meta)
{
    const Result<BusinessCalendar> calendar = BusinessCalendar::create(
        QString::fromUtf8(meta.timeZone), meta.cutOff.toString(QStringLiteral("HH:mm")));
    if (!calendar)
        return failure(calendar.error());
    ReportDefinition definition;
    definition.project = project.name();
    definition.targetSchema = project.options().targetSchema;
    definition.name = node.name;
    definition.label = meta.label;
    definition.relation = node.relation;
    definition.date = meta.date;
    definition.type = meta.type;
    definition.amount = meta.amount;
    definition.count = meta.count;
    definition.dataThrough = meta.dataThrough;
    definition.currency = meta.currency;
    definition.currencyColumn = meta.currencyColumn;
    definition.calendar = *calendar;
    definition.types = QList<TypeDefinition>(meta.types.begin(), meta.types.end());
    return definition;
}

} // namespace

Result<ReportDefinition> definitionFrom(const Project &project)
{
    const Result<const Node *> node = project::findDailyReport(project);
    if (!node)
        return failure(node.error());
    const Result<DaybookMeta> meta = project::readDaybookMeta(**node);
    if (!meta)
        return failure(meta.error());
    Result<ReportDefinition> definition = reportFrom(project, **node, *meta);
    if (!definition)
        return definition;
    for (const Node *ledger : project::findLedgers(project)) {
        const Result<DaybookMeta> about = project::readDaybookMeta(*ledger);
        if (!about)
            return failure(about.error());
        definition->ledgers << ledgerFrom(project, *ledger, *about);
    }
    return definition;
}

} // namespace daybook::settlement
