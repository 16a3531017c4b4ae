#include "models/project/freshness.h"

#include "models/project/compiler.h"

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

std::optional<FreshnessThreshold> thresholdOf(const Value &freshness, QStringView key)
{
    const Value written = freshness.find(key);
    const auto count = written.find(u"count").asInteger();
    const QString period = written.find(u"period").stringOr({});
    if (!count || period.isEmpty())
        return {};
    return FreshnessThreshold{*count, period};
}

Value moment(const QDateTime &time)
{
    return time.isValid() ? Value(time.toUTC().toString(Qt::ISODateWithMs)) : Value::none();
}

Value toValue(const std::optional<FreshnessThreshold> &threshold)
{
    return Value(Dict{{QStringLiteral("count"), threshold ? Value(threshold->count) : Value::none()},
                      {QStringLiteral("period"), threshold ? Value(threshold->period) : Value::none()}});
}

Value toValue(const Freshness &criteria)
{
    return Value(
        Dict{{QStringLiteral("warn_after"), toValue(criteria.warnAfter)},
             {QStringLiteral("error_after"), toValue(criteria.errorAfter)},
             {QStringLiteral("filter"), criteria.filter.isEmpty() ? Value::none() : Value(criteria.filter)}});
}

Value toValue(const SourceFreshness &result)
{
    if (!result.error.isEmpty())
        return Value(Dict{{QStringLiteral("unique_id"), Value(result.uniqueId)},
                          {QStringLiteral("error"), Value(result.error)},
                          {QStringLiteral("status"), Value(result.status)}});
    const Value timing(Dict{{QStringLiteral("name"), Value(u"execute")},
                            {QStringLiteral("started_at"), moment(result.startedAt)},
                            {QStringLiteral("completed_at"), moment(result.finishedAt)}});
    const double seconds = static_cast<double>(result.startedAt.msecsTo(result.finishedAt)) / 1000;
    return Value(Dict{{QStringLiteral("unique_id"), Value(result.uniqueId)},
                      {QStringLiteral("max_loaded_at"), Value(result.newest)},
                      {QStringLiteral("snapshotted_at"), Value(result.askedAt)},
                      {QStringLiteral("max_loaded_at_time_ago_in_s"), Value(result.age)},
                      {QStringLiteral("status"), Value(result.status)},
                      {QStringLiteral("criteria"), toValue(result.criteria)},
                      {QStringLiteral("adapter_response"), Value(Dict{})},
                      {QStringLiteral("timing"), Value(List{timing})},
                      {QStringLiteral("thread_id"), Value(result.thread)},
                      {QStringLiteral("execution_time"), Value(seconds)}});
}

} // namespace

qint64 FreshnessThreshold::seconds() const
{
    return count * (period == u"day" ? 86400 : period == u"hour" ? 3600 : 60);
}

QString Freshness::statusOf(double ageInSeconds) const
{
    const auto isOver = [ageInSeconds](const std::optional<FreshnessThreshold> &threshold) {
        return threshold && ageInSeconds > static_cast<double>(threshold->seconds());
    };
    return isOver(errorAfter)  ? QStringLiteral("error")
           : isOver(warnAfter) ? QStringLiteral("warn")
                               : QStringLiteral("pass");
}

std::optional<Freshness> freshnessOf(const Node &node)
{
    if (!node.source)
        return {};
    const Value written = node.config.find(u"freshness");
    Freshness freshness{.warnAfter = thresholdOf(written, u"warn_after"),
                        .errorAfter = thresholdOf(written, u"error_after"),
                        .filter = written.find(u"filter").stringOr({}),
                        .loadedAtField = node.source->loadedAtField,
                        .loadedAtQuery = node.config.find(u"loaded_at_query").stringOr({})};
    if (!freshness.warnAfter && !freshness.errorAfter)
        return {};
    return freshness;
}

Result<QString> renderLoadedAtQuery(const Project &project, const Node &source, const CompileContext &context)
{
    const QString text = source.config.find(u"loaded_at_query").stringOr({});
    return renderWith(project.data(), source, text, context, {});
}

QByteArray SourceResults::toJson() const
{
    List entries;
    for (const SourceFreshness &result : results)
        entries.push_back(toValue(result));
    const Value metadata(
        Dict{{QStringLiteral("dbt_schema_version"), Value(u"https://schemas.getdbt.com/dbt/sources/v3.json")},
             {QStringLiteral("dbt_version"), Value(u"1.12.0")},
             {QStringLiteral("generated_at"), moment(QDateTime::currentDateTimeUtc())},
             {QStringLiteral("invocation_id"), Value(invocationId)},
             {QStringLiteral("invocation_started_at"), moment(startedAt)},
             {QStringLiteral("env"), Value(Dict{})}});
    return Value(Dict{{QStringLiteral("metadata"), metadata},
                      {QStringLiteral("results"), Value(std::move(entries))},
                      {QStringLiteral("elapsed_time"), Value(elapsed)}})
        .toJson();
}

} // namespace daybook::project
