#include "models/project/operation.h"

#include "models/project/projectdata.h"
#include "models/project/relation.h"

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// Macros are seen from a node: this one stands for the project itself.
Node projectNode(const QString &package)
{
    Node node;
    node.type = ResourceType::Test; // which has no `this`
    node.package = package;
    node.config = Value(Dict{});
    return node;
}

class OperationHost final : public Host
{
public:
    OperationHost(const Project::Data &project, const CompileContext &run)
        : Host(project.language, &m_self)
        , m_self(projectNode(project.language->settings.name))
        , m_project(project)
        , m_run(run)
    {
    }

    bool executing() const override { return true; }
    bool fullRefresh() const override { return m_run.fullRefresh; }
    QDateTime runStartedAt() const override { return m_run.runStartedAt; }
    QString invocationId() const override { return m_run.invocationId; }
    Result<void> configure(const Dict &) override { return {}; }
    Value config() const override { return m_self.config; }
    Value thisRelation() const override { return Value::undefined(QStringLiteral("this")); }

    Result<warehouse::ResultSet> query(const QString &sql) override
    {
        return m_run.query ? m_run.query(sql) : Host::query(sql);
    }

    Result<Value> resolve(const Reference &reference) override
    {
        const int position = m_project.index.find(reference);
        if (position < 0)
            return failure({.kind = ErrorKind::Project,
                            .message = m_project.index.explainMissing(reference),
                            .where = reference.where});
        const Node &node = m_project.nodes[static_cast<size_t>(position)];
        return Relation::make(m_run.relationOf(node), language().options.database,
                              node.materialization() == u"view" ? QStringLiteral("view") : QString());
    }

private:
    Node m_self;
    const Project::Data &m_project;
    const CompileContext &m_run;
};

const Macro *find(const Language &language, const QString &name)
{
    const auto dot = name.indexOf(QLatin1Char('.'));
    return dot < 0 ? language.macros.seenFrom(language.settings.name, name)
                   : language.macros.find(name.left(dot), name.mid(dot + 1));
}

Error unknown(const Language &language, const QString &name)
{
    QStringList known;
    for (const Macro *macro : language.macros.all()) {
        if (!Macros::isShipped(*macro))
            known.append(macro->package == language.settings.name
                             ? macro->name
                             : macro->package + QLatin1Char('.') + macro->name);
    }
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("There is no macro '%1'%2: define it in macros/, or correct the name")
                           .arg(name, didYouMean(name, known))};
}

} // namespace

Result<Value> runOperation(const Project &project, const QString &macro, const Dict &arguments,
                           const CompileContext &context)
{
    const Language &language = *project.data().language;
    const Macro *found = find(language, macro);
    if (found == nullptr)
        return failure(unknown(language, macro));
    const auto host = std::make_shared<OperationHost>(project.data(), context);
    return callMacro(*found, Arguments(List{}, arguments), *host);
}

} // namespace daybook::project
