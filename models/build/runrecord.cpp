#include "models/build/runrecord.h"

#include "models/core/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

namespace daybook::build {
namespace {

using project::Node;
using project::ResourceType;

QString userName()
{
    const passwd *user = getpwuid(geteuid());
    return user ? QString::fromLocal8Bit(user->pw_name) : QString::number(geteuid());
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson('[' + json + ']').array().at(0);
}

QJsonObject nodeRecord(const Node &node, int position)
{
    const bool isTest = node.type == ResourceType::Test;
    const templating::Value label = node.meta.find(u"daybook").find(u"label");
    return {
        {QStringLiteral("unique_id"), node.uniqueId},
        {QStringLiteral("resource_type"), project::toString(node.type)},
        {QStringLiteral("name"), node.name},
        {QStringLiteral("label"), label.isUndefined() ? QJsonValue() : parsed(label.toJson())},
        {QStringLiteral("description"), node.description},
        {QStringLiteral("path"), node.path},
        {QStringLiteral("materialization"), isTest ? QJsonValue() : orNull(node.materialization())},
        {QStringLiteral("relation_schema"), orNull(node.relation.schema)},
        {QStringLiteral("relation_name"), orNull(node.relation.name)},
        {QStringLiteral("attached_node"),
         isTest && node.test ? orNull(node.test->attachedNode) : QJsonValue()},
        {QStringLiteral("column_name"), isTest && node.test ? orNull(node.test->column) : QJsonValue()},
        {QStringLiteral("severity"), isTest && node.test ? orNull(node.test->severity) : QJsonValue()},
        {QStringLiteral("version_hash"), node.versionHash()},
        {QStringLiteral("raw_sql"), node.ownSql()},
        {QStringLiteral("config"), parsed(node.config.toJson())},
        {QStringLiteral("position"), position},
    };
}

/// As chosen; what was not said is left out.
QJsonObject selectionRecord(const project::Selection &selection)
{
    QJsonObject record{{QStringLiteral("select"), QJsonArray::fromStringList(selection.select)},
                       {QStringLiteral("exclude"), QJsonArray::fromStringList(selection.exclude)}};
    const std::pair<const char *, QStringList> lists[] = {
        {"only", selection.only},
        {"resource_types", selection.resourceTypes},
        {"exclude_resource_types", selection.excludedResourceTypes}};
    for (const auto &[name, list] : lists) {
        if (!list.isEmpty())
            record.insert(QString::fromUtf8(name), QJsonArray::fromStringList(list));
    }
    if (!selection.selector.isEmpty())
        record.insert(QStringLiteral("selector"), selection.selector);
    if (selection.indirect != project::IndirectSelection::Eager)
        record.insert(QStringLiteral("indirect_selection"), project::toString(selection.indirect));
    return record;
}

} // namespace

QList<warehouse::Parameter> runRecord(const project::Project &project, const BuildRequest &request,
                                      const RunIdentity &identity, const Plan &plan)
{
    QJsonObject deferred;
    for (auto read = plan.deferred().cbegin(); read != plan.deferred().cend(); ++read)
        deferred.insert(read.key(), read->toString());
    QJsonObject arguments = selectionRecord(request.selection);
    arguments.insert(QStringLiteral("threads"), request.threads);
    arguments.insert(QStringLiteral("full_refresh"), request.fullRefresh);
    arguments.insert(QStringLiteral("fail_fast"), request.failFast);
    arguments.insert(QStringLiteral("accept_source_drift"), request.acceptsDrift);
    arguments.insert(QStringLiteral("deferred"), deferred);
    if (!request.eventTimeStart.isEmpty())
        arguments.insert(QStringLiteral("event_time_start"), request.eventTimeStart);
    if (!request.eventTimeEnd.isEmpty())
        arguments.insert(QStringLiteral("event_time_end"), request.eventTimeEnd);
    if (const templating::Value &vars = project.options().vars; vars.isDict())
        arguments.insert(QStringLiteral("vars"), parsed(vars.toJson()));
    const std::optional<project::SourceVersion> &version =
        request.republishes != 0 ? request.republishedVersion : project.version();
    const QString dirty = version && version->dirty ? QStringLiteral("true") : QStringLiteral("false");
    return {project.name(),
            project.options().targetSchema,
            toString(request.command),
            identity.invocationId,
            userName(),
            QSysInfo::machineHostName(),
            request.program + QStringLiteral(" " DAYBOOK_VERSION),
            plan.stagingSchema(),
            project.contentHash(),
            version ? warehouse::Parameter(version->commit) : std::nullopt,
            version ? warehouse::Parameter(dirty) : std::nullopt,
            compactJson(arguments),
            request.republishes != 0 ? warehouse::Parameter(QString::number(request.republishes))
                                     : std::nullopt};
}

QString nodeRecords(const Plan &plan)
{
    QJsonArray records;
    for (const PlannedNode &step : plan.steps())
        records.append(nodeRecord(step.node, static_cast<int>(records.size())));
    return compactJson(records);
}

} // namespace daybook::build
