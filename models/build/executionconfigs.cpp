// What configurations ask for besides a relation's rows: rights, contracts, indexes, comments and hooks.
#include "models/build/comments.h"
#include "models/build/contract.h"
#include "models/build/distribution.h"
#include "models/build/execution.h"
#include "models/build/grants.h"
#include "models/build/indexes.h"
#include "models/build/sqlplace.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QtConcurrentRun>

#include <algorithm>

namespace daybook::build {
namespace {

using project::Hook;
using warehouse::askShipped;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

Error inHook(Error error, const project::Node &node, const QString &sql)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    error.message = QStringLiteral("%1: a hook of it failed: %2").arg(node.name, error.message);
    error.detail += (error.detail.isEmpty() ? QString() : QStringLiteral("\n")) + sql;
    error.where = Location{node.path, 0, 0};
    return error;
}

/// Where `to: ref('x')` of a foreign key leads, among what the model depends on.
Result<QString> keyTarget(const project::Project &project, const Plan &plan, const project::Node &model,
                          const QString &reference)
{
    const QString name = reference.section(QLatin1Char('('), 1).section(QLatin1Char(')'), 0, 0);
    const QStringList words = name.split(QLatin1Char(','));
    QString last = words.last().trimmed();
    last = last.mid(1, last.size() - 2);
    for (const QString &id : model.dependsOn) {
        const project::Node *node = project.find(id);
        if (node && node->name == last && !node->relation.name.isEmpty())
            return plan.relationOf(*node).toSql();
    }
    return failure({.kind = ErrorKind::Project,
                    .message = QStringLiteral("%1: its contract: the foreign key's %2 leads nowhere: write "
                                              "ref('model') or source('source', 'table').")
                                   .arg(model.name, reference),
                    .where = model.declared.value_or(Location{model.path, 0, 0})});
}

bool anyIn(const std::vector<Hook> &hooks, bool transaction)
{
    return std::any_of(hooks.begin(), hooks.end(),
                       [transaction](const Hook &hook) { return hook.inTransaction == transaction; });
}

} // namespace

project::CompileContext contextOf(const RunIdentity &identity, RelationOf relationOf, TemplateQuery query)
{
    project::CompileContext context;
    context.relationOf = std::move(relationOf);
    context.runStartedAt = identity.watermark;
    context.invocationId = identity.invocationId;
    context.fullRefresh = identity.fullRefresh;
    context.query = std::move(query);
    return context;
}

/// A role that a relation's grants name must be there before it is worth building.
QCoro::Task<Result<void>> Execution::checkRoles(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<QString> grants = wantedGrants(node);
    if (!grants || grants->isEmpty())
        co_return Result<void>();
    const QList<Parameter> parameters{*grants};
    const QFuture<Result<ResultSet>> asking =
        askShipped(connection, u"system/build/missing_roles", parameters, m_stop.get_token());
    const Result<ResultSet> missing = co_await asking;
    if (!missing)
        co_return failure(missing.error());
    if (missing->rowCount() == 0)
        co_return Result<void>();
    co_return failure({.kind = ErrorKind::Project,
                       .message = QStringLiteral("%1: its grants name the role %2, which does not exist on "
                                                 "this server. Create it, or correct the name.")
                                      .arg(node.name, missing->text(0, 0)),
                       .where = Location{node.path, 0, 0}});
}

/// Whether the compiled query has the columns that the model's contract promises.
QCoro::Task<Result<void>> Execution::checkContract(QString compiled, std::size_t index,
                                                   Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<std::optional<Contract>> contract = Contract::read(node);
    if (!contract)
        co_return failure(contract.error());
    if (!*contract)
        co_return Result<void>();
    const Result<ResultSet> promised = co_await ask((*contract)->promised(), connection);
    if (!promised) {
        Error error = promised.error();
        error.message =
            QStringLiteral("%1: its contract names a type that is none: %2").arg(node.name, error.message);
        error.where = node.declared;
        co_return failure(error);
    }
    const Result<ResultSet> defined = co_await ask(Contract::defined(compiled), connection);
    if (!defined)
        co_return failure(inModel(defined.error(), node, compiled, 1));
    const QString oids =
        QStringLiteral("[%1]").arg(Contract::types(*promised, *defined).join(QLatin1Char(',')));
    const QList<Parameter> parameters{oids};
    const QFuture<Result<ResultSet>> naming =
        askShipped(connection, u"system/build/type_names", parameters, m_stop.get_token());
    const Result<ResultSet> named = co_await naming;
    if (!named)
        co_return failure(named.error());
    QHash<QString, QString> names;
    for (int row = 0; row < named->rowCount(); ++row)
        names.insert(named->text(row, 0), named->text(row, 1));
    co_return (*contract)->compare(*promised, *defined, names);
}

/// An empty table with the columns and constraints of the model's contract.
QCoro::Task<Result<void>> Execution::createPromised(warehouse::RelationName table, std::size_t index,
                                                    Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<std::optional<Contract>> contract = Contract::read(node);
    const Contract::RelationOf target = [this, &node](const QString &reference) {
        return keyTarget(m_project, *m_plan, node, reference);
    };
    Result<QString> statement = (*contract)->creation(table.toSql(), target);
    if (!statement)
        co_return failure(statement.error());
    *statement += Distribution::read(node)->attributes(connection->dialect());
    const Result<ResultSet> created = co_await ask(*statement, connection);
    if (created)
        co_return Result<void>();
    Error error = created.error();
    error.message =
        QStringLiteral("%1: its contract's table cannot be made: %2").arg(node.name, error.message);
    error.detail += (error.detail.isEmpty() ? QString() : QStringLiteral("\n")) + *statement;
    error.where = node.declared;
    co_return failure(error);
}

/// Gives what is staged its indexes and comments; to a live table that only changes, comments with the
/// changes.
QCoro::Task<Result<void>> Execution::finish(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    QStringList statements;
    if (!m_applied[index] && step.node.materialization() != QStringLiteral("view") &&
        m_dialect.has(warehouse::Dialect::Feature::Indexes)) {
        const Result<QStringList> indexes = indexStatements(step.node, step.staged, m_plan->stagingSchema());
        if (!indexes)
            co_return failure(indexes.error());
        statements << *indexes;
    }
    if (step.isMaterializedView() && readsWhatIsOnlyShown(index))
        m_remade[index] =
            indexStatements(step.node, step.staged, m_plan->stagingSchema() + u'+').value_or(QStringList());
    if (persistsDocs(step.node)) {
        Result<Table> staged = co_await look(step.staged, connection);
        if (!staged)
            co_return failure(staged.error());
        if (m_applied[index]) {
            staged->kind = QStringLiteral("r");
            m_applied[index]->closing << commentStatements(step.node, *staged, step.node.relation);
        } else {
            const QStringList comments = commentStatements(step.node, *staged, step.staged);
            statements << comments;
            if (m_remade[index])
                *m_remade[index] << comments;
        }
    }
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const Result<ResultSet> done = co_await ask(statements[i], connection);
        if (!done)
            co_return failure(inModel(done.error(), step.node, statements[i], 0));
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> Execution::buildBetweenHooks(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<std::vector<Hook>> before = project::hooksOf(node, u"pre_hook");
    const Result<std::vector<Hook>> after = project::hooksOf(node, u"post_hook");
    if (!before || !after)
        co_return failure(before ? after.error() : before.error());
    const bool transaction = anyIn(*before, true) || anyIn(*after, true);
    Result<void> step = co_await runHooks(*before, false, index, connection);
    if (!step)
        co_return step;
    if (transaction)
        co_await ask(QStringLiteral("begin"), connection);
    step = co_await runHooks(*before, true, index, connection);
    if (step)
        step = co_await produce(index, connection);
    const bool onLive = m_applied[index].has_value();
    if (step && onLive)
        step = co_await noteClosing(*after, index, connection);
    if (step && !onLive)
        step = co_await runHooks(*after, true, index, connection);
    if (transaction) {
        const QString end = step ? QStringLiteral("commit") : QStringLiteral("rollback");
        const Result<ResultSet> ended = co_await ask(end, connection);
        if (step && !ended)
            step = failure(ended.error());
    }
    if (step && !onLive)
        step = co_await runHooks(*after, false, index, connection);
    co_return step;
}

QCoro::Task<Result<QString>> Execution::render(QString hook, bool live, std::size_t index,
                                               Connection::Pointer connection)
{
    const project::Node node = m_plan->steps()[index].node;
    const RelationOf relationOf = [plan = m_plan, live](const project::Node &each) {
        return live ? each.relation : plan->relationOf(each);
    };
    project::CompileContext context =
        contextOf(m_identity, relationOf, templateQuery(connection, m_stop.get_token()));
    context.incremental = m_applied[index].has_value() && node.type == project::ResourceType::Model;
    const QFuture<Result<QString>> rendering =
        QtConcurrent::run(project::renderHook, m_project, node, hook, context);
    co_return co_await rendering;
}

/// Those of `hooks` that belong into the transaction, or those that do not.
QCoro::Task<Result<void>> Execution::runHooks(std::vector<Hook> hooks, bool inTransaction, std::size_t index,
                                              Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    for (const Hook &hook : hooks) {
        if (hook.inTransaction != inTransaction)
            continue;
        const Result<QString> sql = co_await render(hook.sql, false, index, connection);
        if (!sql)
            co_return failure(inHook(sql.error(), node, hook.sql));
        if (sql->trimmed().isEmpty())
            continue;
        const Result<ResultSet> done = co_await ask(*sql, connection);
        if (!done)
            co_return failure(inHook(done.error(), node, *sql));
    }
    co_return Result<void>();
}

/// What follows on changes to a live table follows when they are made.
QCoro::Task<Result<void>> Execution::noteClosing(std::vector<Hook> hooks, std::size_t index,
                                                 Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    for (const Hook &hook : hooks) {
        const Result<QString> sql = co_await render(hook.sql, true, index, connection);
        if (!sql)
            co_return failure(inHook(sql.error(), node, hook.sql));
        if (!sql->trimmed().isEmpty())
            m_applied[index]->closing << *sql;
    }
    co_return Result<void>();
}

} // namespace daybook::build
