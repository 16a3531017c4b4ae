#pragma once

#include "models/templating/failure.h"
#include "models/templating/object.h"

#include <stop_token>

namespace daybook::templating {

class Equality;
class TextWriter;

/// The names of one stretch of a render: a template, a loop's body, a macro's. Shared, since macros remember
/// where they were defined.
struct Scope : std::enable_shared_from_this<Scope>
{
    explicit Scope(std::shared_ptr<Scope> outer = {}) : parent(std::move(outer)) {}

    const Value *find(QStringView name) const;
    void set(const QString &name, Value value);
    void clear() { variables.clear(); }

    std::shared_ptr<Scope> parent;
    const Context *context = nullptr; ///< of a template's outermost scope
    std::vector<std::pair<QString, Value>> variables;
    std::vector<QString> imported; ///< names that an import of this template does not see
};

/// What one render has in hand: its limits, its cancellation, where it is. One thread at a time.
class Session
{
public:
    Session(std::shared_ptr<const EnvironmentData> environment, const Context &context);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    const EnvironmentData &environment() const { return *m_environment; }
    const std::shared_ptr<const EnvironmentData> &sharedEnvironment() const { return m_environment; }
    const Limits &limits() const { return m_environment->options.limits; }
    UndefinedPolicy undefinedPolicy() const { return m_undefined; }

    /// One more node evaluated: fails when there were too many, the stack runs out, or somebody cancelled.
    void step()
    {
        if (--m_stepsToCheck <= 0 || stackUsed() > limits().stackBytes)
            checkLimits();
    }
    /// So many characters or elements produced.
    void work(qint64 amount);
    /// A text of this size is about to come into being.
    void checkSize(qint64 characters);
    /// A text has grown to this size by so many characters.
    void checkGrowth(qint64 characters, qint64 added);
    void checkList(qint64 elements) { checkSize(elements); }

    /// As `{{ }}` would print it. Fails for what is too large, and for undefined when that is strict.
    QString text(const Value &value);
    QString repr(const Value &value);
    bool truth(const Value &value) const;
    bool equal(const Value &a, const Value &b);
    /// Steps through anything that `for` accepts. Fails for what it does not.
    std::unique_ptr<Iterator> iterate(const Value &value);
    List elements(const Value &value);
    /// Calls anything callable. `arguments` become part of this render.
    Value call(const Value &callee, Arguments arguments);

    /// Keeps a scope that a macro remembers until the innermost mark is released.
    void keep(std::shared_ptr<Scope> scope) { m_kept.push_back(std::move(scope)); }
    /// Keeps it until the render ends.
    void keepModule(std::shared_ptr<Scope> scope) { m_moduleScopes.push_back(std::move(scope)); }
    size_t mark() const { return m_kept.size(); }
    void release(size_t mark);

    /// Scopes, macros, includes and imports entered; fails beyond the limit.
    void enter();
    void leave() { --m_depth; }

    Location where() const;

    Position position;                     ///< of the node being evaluated
    const TemplateData *current = nullptr; ///< the template it stands in
    QHash<QString, Value> modules;         ///< imported without context, by name

private:
    qint64 stackUsed() const { return m_stackTop - reinterpret_cast<intptr_t>(__builtin_frame_address(0)); }
    void checkLimits();

    std::shared_ptr<const EnvironmentData> m_environment;
    UndefinedPolicy m_undefined;
    std::stop_token m_stop;
    intptr_t m_stackTop;
    qint64 m_steps = 0;
    qint64 m_stepsToCheck;
    qint64 m_work = 0;
    int m_depth = 0;
    std::vector<std::shared_ptr<Scope>> m_kept;
    std::vector<std::shared_ptr<Scope>> m_moduleScopes;
};

/// Counts a level of depth for as long as it lives, and puts back where the render stood.
class Level
{
public:
    explicit Level(Session &session)
        : m_session(session), m_current(session.current), m_position(session.position)
    {
        session.enter();
    }
    ~Level()
    {
        m_session.leave();
        m_session.current = m_current;
        m_session.position = m_position;
    }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

private:
    Session &m_session;
    const TemplateData *m_current;
    Position m_position;
};

/// An object of the engine's own: its functions throw Failure, and know the render.
class NativeObject : public Object
{
public:
    virtual Value invoke(Session &session, const Arguments &arguments) const;
    virtual Value member(Session &session, const QString &name) const;
    /// What it prints, written where the depth is counted: for objects that hold values.
    virtual void write(TextWriter &writer) const;
    virtual bool equalTo(const Object &other, Equality &) const { return equals(other); }
    Result<Value> call(const Arguments &arguments) const final;
    Result<Value> attribute(const QString &name) const final;
    /// Anything but undefined only where items are not attributes.
    Result<Value> item(const Value &key) const override;
};

/// A function of the engine's: `Value f(Session &, const Arguments &)`.
using NativeFunction = Value (*)(Session &, const Arguments &);
Value nativeFunction(const QString &name, NativeFunction function);

/// Reads the arguments of a native function by its signature: `Signature in(arguments, u"join", {u"value",
/// u"d"})`. Fails for too many, unknown and missing ones.
class Signature
{
public:
    Signature(const Arguments &arguments, QStringView function, std::initializer_list<QStringView> names,
              qsizetype required = 0);

    bool has(size_t i) const { return m_values[i] != nullptr; }
    const Value &operator[](size_t i) const { return *m_values[i]; }
    Value valueOr(size_t i, Value fallback) const { return has(i) ? *m_values[i] : std::move(fallback); }
    /// Fails when it is not an integer.
    qint64 integer(size_t i, qint64 fallback) const;
    bool truth(size_t i, bool fallback) const { return has(i) ? m_values[i]->isTruthy() : fallback; }

private:
    QStringView m_function;
    std::vector<QStringView> m_names;
    std::vector<const Value *> m_values;
};

/// Thrown by return(), caught by the macro it ends.
struct ReturnSignal
{
    Value value;
};

/// The C++ form of what `function` does with exceptions.
template <typename T> Result<T> guarded(auto &&function)
{
    try {
        return function();
    } catch (Failure &caught) {
        return failure(std::move(caught.error));
    } catch (const ReturnSignal &) {
        return failure(ErrorKind::Project, QStringLiteral("return() works inside of a macro only"));
    } catch (const std::bad_alloc &) {
        return failure(ErrorKind::Internal, QStringLiteral("out of memory while rendering a template"));
    }
}

} // namespace daybook::templating
