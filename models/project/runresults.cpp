#include "models/project/runresults.h"

#include <QFile>
#include <QRegularExpression>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

constexpr qint64 largestArtifact = qint64(1) << 30;

Value moment(const QDateTime &time)
{
    return time.isValid() ? Value(time.toUTC().toString(Qt::ISODateWithMs)) : Value::none();
}

template <typename T> Value orNone(const std::optional<T> &value)
{
    return value ? Value(*value) : Value::none();
}

Value textOrNone(const QString &text)
{
    return text.isEmpty() ? Value::none() : Value(text);
}

Value entryOf(const RunResult &result)
{
    List timing;
    double seconds = 0;
    if (result.startedAt.isValid() && result.finishedAt.isValid()) {
        timing.push_back(Value(Dict{{QStringLiteral("name"), Value(u"execute")},
                                    {QStringLiteral("started_at"), moment(result.startedAt)},
                                    {QStringLiteral("completed_at"), moment(result.finishedAt)}}));
        seconds = static_cast<double>(result.startedAt.msecsTo(result.finishedAt)) / 1000;
    }
    Dict response;
    if (result.rows)
        response.insert(u"rows_affected", Value(*result.rows));
    return Value(Dict{{QStringLiteral("status"), Value(result.status)},
                      {QStringLiteral("timing"), Value(std::move(timing))},
                      {QStringLiteral("thread_id"), Value(result.thread)},
                      {QStringLiteral("execution_time"), Value(seconds)},
                      {QStringLiteral("adapter_response"), Value(std::move(response))},
                      {QStringLiteral("message"), textOrNone(result.message)},
                      {QStringLiteral("failures"), orNone(result.failures)},
                      {QStringLiteral("unique_id"), Value(result.uniqueId)},
                      {QStringLiteral("compiled"), Value(result.compiledSql.has_value())},
                      {QStringLiteral("compiled_code"), orNone(result.compiledSql)},
                      {QStringLiteral("relation_name"), textOrNone(result.relation)},
                      {QStringLiteral("batch_results"), Value::none()}});
}

Error unreadable(const QString &file, ErrorKind kind, const QString &message)
{
    return {.kind = kind, .message = message, .where = Location{file}};
}

} // namespace

QByteArray RunResults::toJson() const
{
    List entries;
    for (const RunResult &result : results)
        entries.push_back(entryOf(result));
    const Value metadata(Dict{
        {QStringLiteral("dbt_schema_version"), Value(u"https://schemas.getdbt.com/dbt/run-results/v6.json")},
        {QStringLiteral("dbt_version"), Value(u"1.12.0")},
        {QStringLiteral("generated_at"), moment(QDateTime::currentDateTimeUtc())},
        {QStringLiteral("invocation_id"), Value(invocationId)},
        {QStringLiteral("invocation_started_at"), moment(startedAt)},
        {QStringLiteral("env"), Value(Dict{})}});
    return Value(Dict{{QStringLiteral("metadata"), metadata},
                      {QStringLiteral("results"), Value(std::move(entries))},
                      {QStringLiteral("elapsed_time"), Value(elapsed)},
                      {QStringLiteral("args"), args}})
        .toJson();
}

Result<RunResults> RunResults::read(const QString &file)
{
    const auto document = readArtifact(file, QStringLiteral("run-results"), 4);
    if (!document)
        return failure(document.error());
    RunResults all;
    all.invocationId = document->find(u"metadata").find(u"invocation_id").stringOr({});
    all.args = document->find(u"args");
    for (const Value &entry : document->find(u"results").items()) {
        RunResult result{.uniqueId = entry.find(u"unique_id").stringOr({}),
                         .status = entry.find(u"status").stringOr({}),
                         .message = entry.find(u"message").stringOr({})};
        result.failures = entry.find(u"failures").asInteger();
        if (result.uniqueId.isEmpty() || result.status.isEmpty())
            return failure(
                unreadable(file, ErrorKind::Data,
                           QStringLiteral("A result in this file has no unique_id or no status: write "
                                          "it anew with a build")));
        all.results.push_back(std::move(result));
    }
    return all;
}

Result<Value> readArtifact(const QString &path, const QString &kind, int oldest)
{
    QFile file(path);
    if (!file.exists())
        return failure(unreadable(path, ErrorKind::Io,
                                  QStringLiteral("This file is not there: name a folder in which an earlier "
                                                 "command has left its target")));
    if (!file.open(QIODevice::ReadOnly))
        return failure(unreadable(
            path, ErrorKind::Io,
            QStringLiteral("This file cannot be read (%1): check its permissions").arg(file.errorString())));
    if (file.size() > largestArtifact)
        return failure(unreadable(
            path, ErrorKind::Data,
            QStringLiteral("This file is larger than %1 MB: that is not read").arg(largestArtifact >> 20)));
    auto document = Value::fromJson(file.readAll());
    if (!document)
        return failure(
            unreadable(path, ErrorKind::Data,
                       QStringLiteral("This is not JSON (%1): write it anew with a build or compile")
                           .arg(document.error().message)));
    static const QRegularExpression form(QStringLiteral("/dbt/([a-z-]+)/v(\\d+)\\.json$"));
    const QString schema = document->find(u"metadata").find(u"dbt_schema_version").stringOr({});
    const auto match = form.match(schema);
    if (match.captured(1) != kind)
        return failure(
            unreadable(path, ErrorKind::Data,
                       QStringLiteral("This is no %1 file of Daybook's or dbt's: its metadata do not "
                                      "say so")
                           .arg(kind)));
    if (match.captured(2).toInt() < oldest)
        return failure(
            unreadable(path, ErrorKind::Data,
                       QStringLiteral("This %1 file has version %2, and versions before %3 are not "
                                      "read: write it anew with a newer dbt, or with Daybook")
                           .arg(kind, match.captured(2))
                           .arg(oldest)));
    return document;
}

} // namespace daybook::project
