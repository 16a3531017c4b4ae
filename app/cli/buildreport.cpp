#include "app/cli/buildreport.h"

#include "app/cli/runjson.h"
#include "models/build/failurecause.h"
#include "models/core/decimal.h"

#include <QJsonArray>

namespace daybook::cli {
namespace {

using build::NodeOutcome;
using build::NodeState;
using build::RunOutcome;
using build::RunState;

Tone toneOf(NodeState state)
{
    switch (state) {
    case NodeState::Success:
    case NodeState::Pass:
        return Tone::Good;
    case NodeState::Warn:
    case NodeState::Skipped:
    case NodeState::Cancelled:
        return Tone::Warning;
    case NodeState::Fail:
    case NodeState::Error:
        return Tone::Bad;
    default:
        return Tone::Plain;
    }
}

QString seconds(const QDateTime &from, const QDateTime &to)
{
    const qint64 milliseconds = from.isValid() && to.isValid() ? from.msecsTo(to) : 0;
    return QStringLiteral("%1.%2 s")
        .arg(milliseconds / 1000)
        .arg(milliseconds % 1000 / 10, 2, 10, QLatin1Char('0'));
}

QString amountOf(const NodeOutcome &node)
{
    if (node.rows)
        return QStringLiteral("%1 rows").arg(Decimal(*node.rows).toGroupedString());
    if (node.failures && *node.failures > 0)
        return QStringLiteral("%1 failures").arg(Decimal(*node.failures).toGroupedString());
    return {};
}

QJsonArray nodesOf(const RunOutcome &run)
{
    QJsonArray nodes;
    for (const NodeOutcome &node : run.nodes)
        nodes.append(cli::toJson(node));
    return nodes;
}

int count(const RunOutcome &run, std::initializer_list<NodeState> states)
{
    int found = 0;
    for (const NodeOutcome &node : run.nodes)
        found += std::find(states.begin(), states.end(), node.state) != states.end() ? 1 : 0;
    return found;
}

} // namespace

BuildReport::BuildReport(build::BuildService &service, std::shared_ptr<Console> console)
    : m_console(std::move(console))
{
    connect(&service, &build::BuildService::runStarted, this, &BuildReport::start);
    connect(&service, &build::BuildService::nodeChanged, this, &BuildReport::step);
    connect(&service, &build::BuildService::retrying, this, &BuildReport::tellRetry);
}

void BuildReport::start(const RunOutcome &run)
{
    m_total = run.nodes.size();
    m_done = 0;
    m_console->event(QStringLiteral("run_started"),
                     {{QStringLiteral("run_id"), run.runId}, {QStringLiteral("steps"), m_total}},
                     QStringLiteral("Run %1: %2 steps").arg(run.runId).arg(m_total));
}

void BuildReport::tellRetry(const Error &reason, int attempt, std::chrono::seconds pause)
{
    const auto seconds = static_cast<qint64>(pause.count());
    m_console->event(QStringLiteral("retrying"),
                     {{QStringLiteral("attempt"), attempt},
                      {QStringLiteral("pause_seconds"), seconds},
                      {QStringLiteral("error"), cli::toJson(reason)}},
                     QStringLiteral("%1 Beginning anew in %2 s (%3).")
                         .arg(reason.toString(), QString::number(seconds), QString::number(attempt)));
}

void BuildReport::step(const NodeOutcome &node)
{
    if (node.state == NodeState::Pending)
        return;
    if (node.state == NodeState::Running) {
        if (m_console->isTerminal()) // elsewhere every finished step is a line of its own
            m_console->progress({.done = m_done, .total = m_total, .what = node.name});
        return;
    }
    ++m_done;
    const QString note = node.note.isEmpty() ? QString() : QStringLiteral("\n  ") + node.note;
    m_console->event(QStringLiteral("node_finished"), cli::toJson(node), line(node) + note);
}

QString BuildReport::line(const NodeOutcome &node) const
{
    const QString place =
        QStringLiteral("%1/%2").arg(m_done, static_cast<int>(QString::number(m_total).size())).arg(m_total);
    QString text =
        QStringLiteral("%1  %2  %3 %4")
            .arg(place, m_console->toned(toneOf(node.state), build::toString(node.state).leftJustified(9)),
                 project::toString(node.type), node.name);
    if (const QString amount = amountOf(node); !amount.isEmpty())
        text += QStringLiteral("  ") + amount;
    return node.startedAt.isValid()
               ? text + QStringLiteral("  ") +
                     m_console->toned(Tone::Faint, seconds(node.startedAt, node.finishedAt))
               : text;
}

QStringList BuildReport::failures(const RunOutcome &run) const
{
    QStringList lines;
    for (const NodeOutcome &node : run.nodes) {
        if (node.state != NodeState::Fail && node.state != NodeState::Warn && node.state != NodeState::Error)
            continue;
        QString text = QStringLiteral("  %1 %2").arg(
            m_console->toned(toneOf(node.state), build::toString(node.state)), node.name);
        if (node.failures)
            text += QStringLiteral(": ") + amountOf(node);
        lines << text;
        if (!node.error)
            continue;
        lines << QStringLiteral("    ") + node.error->toString();
        if (!node.error->detail.isEmpty())
            lines << QStringLiteral("    ") +
                         QString(node.error->detail).replace(QLatin1Char('\n'), QStringLiteral("\n    "));
    }
    return lines;
}

QString BuildReport::conclusion(const RunOutcome &run) const
{
    const int passed = count(run, {NodeState::Pass});
    const int warned = count(run, {NodeState::Warn});
    const int built = count(run, {NodeState::Success});
    const QString took = seconds(run.startedAt, run.finishedAt);
    QString checks = QStringLiteral("%1 checks passed").arg(passed);
    if (warned > 0)
        checks += QStringLiteral(", %1 warned").arg(warned);
    switch (run.state) {
    case RunState::Published:
        return m_console->toned(Tone::Good, passed + warned > 0 ? QStringLiteral("Proven and published")
                                                                : QStringLiteral("Published, unchecked")) +
               QStringLiteral(": run %1, %2 built, %3, in %4").arg(run.runId).arg(built).arg(checks, took);
    case RunState::Passed:
        return m_console->toned(Tone::Good, QStringLiteral("Passed")) +
               QStringLiteral(": run %1, %2, in %3").arg(run.runId).arg(checks, took);
    case RunState::ChecksFailed:
        return m_console->toned(Tone::Bad, QStringLiteral("Not proven, nothing published")) +
               QStringLiteral(": run %1, %2 checks failed, %3, in %4")
                   .arg(run.runId)
                   .arg(count(run, {NodeState::Fail}))
                   .arg(checks, took);
    case RunState::Cancelled:
        return m_console->toned(Tone::Warning, QStringLiteral("Cancelled, nothing published")) +
               QStringLiteral(": run %1").arg(run.runId);
    default:
        return m_console->toned(Tone::Bad, QStringLiteral("Failed, nothing published")) +
               QStringLiteral(": run %1, in %2").arg(run.runId).arg(took);
    }
}

/// "Cause: model logic (a, b), infrastructure"
QString BuildReport::causes(const RunOutcome &run) const
{
    constexpr qsizetype mostNames = 5;
    QStringList parts;
    const QMap<build::FailureCause, QStringList> found = build::causesOf(run);
    for (auto cause = found.cbegin(); cause != found.cend(); ++cause) {
        QString names = cause.value().mid(0, mostNames).join(QStringLiteral(", "));
        if (cause.value().size() > mostNames)
            names += QStringLiteral(" and %1 more").arg(cause.value().size() - mostNames);
        parts << build::describe(cause.key()) +
                     (names.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(names));
    }
    return parts.isEmpty() ? QString() : QStringLiteral("Cause: ") + parts.join(QStringLiteral("; "));
}

void BuildReport::printOutcome(const RunOutcome &run)
{
    if (m_console->isJson()) {
        QJsonObject json = cli::toJson(run);
        if (!m_console->isLines()) // there, each step has had its line
            json.insert(QStringLiteral("nodes"), nodesOf(run));
        m_console->printResult(QStringLiteral("run_finished"), json);
        return;
    }
    for (const QString &note : run.notes)
        m_console->note(QStringLiteral("warning: ") + note);
    m_console->print(failures(run));
    m_console->print(conclusion(run));
    if (const QString why = causes(run); !why.isEmpty())
        m_console->print(why);
    const bool told = count(run, {NodeState::Error}) > 0 || run.state == RunState::Cancelled;
    if (run.error && !told)
        m_console->report(*run.error);
}

} // namespace daybook::cli
