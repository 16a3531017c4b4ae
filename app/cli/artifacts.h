#pragma once

#include "app/cli/command.h"
#include "models/build/outcome.h"
#include "models/build/templatequery.h"
#include "models/project/artifacts.h"
#include "models/project/project.h"

#include <QHash>

namespace daybook::cli {

/// What dbt leaves in the target folder, for one command.
class Artifacts
{
public:
    Artifacts(project::Project project, CommandContext context, QString command);

    /// Answers templates that ask the server; compile() is then for another thread than the connection's.
    void answerWith(build::TemplateQuery query) { m_query = std::move(query); }
    QString invocationId() const { return m_invocationId; }

    /// target/compiled of these nodes, read where they live; what does not compile is left out. Error: Io.
    Result<void> compile(const QStringList &uniqueIds);
    /// The first that did not compile.
    const std::optional<Error> &failedToCompile() const { return m_failedToCompile; }
    /// How many did.
    qsizetype count() const { return m_compiled.size(); }
    /// The SQL that compile() came to.
    QString compiled(const QString &uniqueId) const { return m_compiled.value(uniqueId); }

    /// target/manifest.json. Error: Io.
    Result<void> writeManifest() const;
    /// target/run_results.json. Error: Io.
    Result<void> writeResults(const build::RunOutcome &run) const;

    /// All of it. A folder that cannot be written is noted, since the run itself stands.
    void leave(const build::RunOutcome &run);
    /// The manifest only, likewise.
    void leaveManifest() const;

private:
    Result<void> keepSql(const build::NodeOutcome &node);
    void note(const Result<void> &written) const;
    templating::Value arguments() const;

    project::Project m_project;
    CommandContext m_context;
    QString m_command;
    QString m_invocationId;
    QDateTime m_startedAt;
    build::TemplateQuery m_query;
    build::Relations m_deferred;
    QHash<QString, QString> m_compiled;
    std::optional<Error> m_failedToCompile;
};

} // namespace daybook::cli
