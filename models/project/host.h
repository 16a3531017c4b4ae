#pragma once

#include "models/project/docs.h"
#include "models/project/macros.h"
#include "models/project/project.h"
#include "models/warehouse/resultset.h"

namespace daybook::project {

/// What all renders of a project share. Immutable while they run.
struct Language
{
    ProjectOptions options;
    Settings settings;
    templating::Environment environment;
    Macros macros;
    Docs docs;
    QDateTime loadedAt; ///< stands in for the run's start while the project is read
};

/// A ref() or source() that a template asked for.
struct Reference
{
    bool isSource = false;
    QString package = {}; ///< of a ref with two names; or the source's name
    QString name;         ///< the model, or the source's table
    QString version = {}; ///< of a ref, empty for none
    std::optional<Location> where = {};
};

/// Answers for one render of one node (or of a properties file, where there is none). Lives as long as the
/// render and belongs to its thread; functions handed to the template keep it alive.
class Host : public std::enable_shared_from_this<Host>
{
public:
    Host(std::shared_ptr<const Language> language, const Node *node)
        : m_language(std::move(language)), m_node(node)
    {
    }
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;
    virtual ~Host() = default;

    const Language &language() const { return *m_language; }
    /// Null for a properties file.
    const Node *node() const { return m_node; }
    /// What a render of the node's package is given to see, or one of `package`: a macro sees its own.
    templating::Context context() { return context(m_node ? m_node->package : m_language->settings.name); }
    templating::Context context(const QString &package);

    virtual bool executing() const = 0;
    virtual Result<templating::Value> resolve(const Reference &reference) = 0;
    /// The template called config(...).
    virtual Result<void> configure(const templating::Dict &config) = 0;
    virtual templating::Value config() const = 0;
    virtual templating::Value thisRelation() const = 0;
    virtual bool isIncremental() const { return false; }
    virtual bool fullRefresh() const { return false; }
    virtual QDateTime runStartedAt() const { return language().loadedAt; }
    virtual QString invocationId() const { return {}; }
    /// Runs a statement on the server for a template, and waits for it.
    virtual Result<warehouse::ResultSet> query(const QString &sql);

    /// What statement('name') got is there for load_result('name') of the same render; None where it is not.
    void keepResult(const QString &name, const templating::Value &result) { m_results.insert(name, result); }
    templating::Value keptResult(const QString &name) const
    {
        return m_results.value(name, templating::Value::none());
    }

private:
    std::shared_ptr<const Language> m_language;
    const Node *m_node;
    QHash<QString, templating::Value> m_results;
};

/// Runs `macro` as part of the render that `arguments` come from.
Result<templating::Value> callMacro(const Macro &macro, const templating::Arguments &arguments, Host &host);

/// The environment of all of a project's templates: dbt's settings and tags.
templating::Environment makeEnvironment();

} // namespace daybook::project
