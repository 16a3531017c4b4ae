#pragma once

#include "models/core/result.h"
#include "models/project/nodes.h"
#include "models/project/selection.h"
#include "models/project/sourceversion.h"
#include "models/warehouse/resultset.h"

#include <QDateTime>

#include <functional>
#include <memory>
#include <stop_token>

namespace daybook::project {

/// Where a project is, and for whom it is read.
struct ProjectOptions
{
    QString directory;
    QString targetName = QStringLiteral("dev");
    QString targetSchema = QStringLiteral("settlement");
    QString database;         ///< for `target.dbname` and `this.database`
    templating::Value target; ///< further fields of `target.*`: user, host, port, threads...
    templating::Value vars;   ///< --vars; win over dbt_project.yml's
    int threads = 4;
    bool storeFailures = false; ///< of tests that do not say
};

/// A part of time, from `start` to before `end`; texts of SQL literals.
struct EventTimes
{
    QString start;
    QString end;
};

/// What a compile needs to know of the run it is for.
struct CompileContext
{
    /// Where a node is to be read: beside the live relation during a build. Required.
    std::function<warehouse::RelationName(const Node &)> relationOf;
    QDateTime runStartedAt; ///< UTC
    QString invocationId;
    bool fullRefresh = false;
    /// is_incremental() of the model being compiled.
    bool incremental = false;
    /// Of a batch of a microbatch model: what it reads is narrowed to this where it declares its event_time.
    std::optional<EventTimes> batch;
    /// Answers templates that ask the server (run_query and its like); blocks until it has. Empty: none is at
    /// hand, and templates that ask fail.
    std::function<Result<warehouse::ResultSet>(const QString &sql)> query;
};

/// What a project's dbt_project.yml alone says of it.
struct ProjectHeader
{
    QString name;
    QString targetPath; ///< where commands leave what they make, relative to the project's folder
};

/// Errors: Project, Io.
Result<ProjectHeader> headerOf(const QString &directory);

/// A file that shapes the models.
struct ProjectFile
{
    QString path;   ///< relative to the project's folder
    QString sha256; ///< of its content, in hex
};

/// A project, read and checked. Immutable and cheap to copy: threads may share it.
class Project
{
public:
    /// Reads every file. Errors: Project, with the file, line and remedy; Io.
    static Result<Project> load(ProjectOptions options, std::stop_token stop = {});

    QString name() const;
    /// The profile that dbt_project.yml names; the project's name if it names none.
    QString profile() const;
    const ProjectOptions &options() const;
    /// Every file that shapes the models, installed packages' included.
    const std::vector<ProjectFile> &files() const;
    /// SHA-256 over files(), in hex.
    QString contentHash() const;
    /// Where the files stood in git when they were read; nothing where git cannot tell.
    const std::optional<SourceVersion> &version() const;
    /// What is doubtful but not wrong, for people.
    const QStringList &warnings() const;

    /// Parents before children; a test after all it reads. Sources come first.
    const Nodes &nodes() const;
    const Node *find(const QString &uniqueId) const;
    /// Unique ids of the nodes that read this one, tests included.
    QStringList childrenOf(const QString &uniqueId) const;

    /// Unique ids in the order of nodes(). Words that select nothing are told in `warnings`, if given. Error:
    /// Usage, naming the word that cannot be read; Project, for selectors that name each other in a circle.
    Result<QStringList> select(const Selection &selection, QStringList *warnings = nullptr) const;

    /// The SQL of a model, or a test's query for failing rows; ephemeral parents are inside as CTEs. May be
    /// called from any thread. Error: Project, with place and macro stack.
    Result<QString> compile(const Node &node, const CompileContext &context) const;

    struct Data;
    /// For the rest of this floor.
    const Data &data() const { return *m_data; }

private:
    explicit Project(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> m_data;
};

} // namespace daybook::project
