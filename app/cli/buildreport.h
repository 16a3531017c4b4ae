#pragma once

#include "app/cli/console.h"
#include "models/build/buildservice.h"

#include <QObject>

namespace daybook::cli {

/// Tells a console how a run goes, step by step, and how it ended.
class BuildReport : public QObject
{
    Q_OBJECT
public:
    BuildReport(build::BuildService &service, std::shared_ptr<Console> console);

    /// The end, in words or as one JSON document.
    void printOutcome(const build::RunOutcome &run);

private:
    void start(const build::RunOutcome &run);
    void step(const build::NodeOutcome &node);
    QString line(const build::NodeOutcome &node) const;
    QStringList failures(const build::RunOutcome &run) const;
    QString conclusion(const build::RunOutcome &run) const;
    QString causes(const build::RunOutcome &run) const;
    void tellRetry(const Error &reason, int attempt, std::chrono::seconds pause);

    std::shared_ptr<Console> m_console;
    qsizetype m_total = 0;
    qsizetype m_done = 0;
};

} // namespace daybook::cli
