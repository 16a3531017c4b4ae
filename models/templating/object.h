#pragma once

#include "models/templating/value.h"

namespace daybook::templating {

class Session;

/// What a call passes: positional and keyword arguments, and where it stands.
class Arguments
{
public:
    Arguments() = default;
    explicit Arguments(List values, Dict named = {})
        : positional(std::move(values)), keyword(std::move(named))
    {
    }

    List positional;
    Dict keyword;

    /// The argument at `index`, or the one called `name`; undefined when neither was given.
    Value value(qsizetype index, QStringView name) const;
    bool has(qsizetype index, QStringView name) const;

    /// Calls back into the render: a macro, the `caller` of a call block, a function. Any value it returns.
    Result<Value> call(const Value &callee) const { return call(callee, Arguments()); }
    Result<Value> call(const Value &callee, Arguments given) const;

    /// Where the call stands in its template; nothing when C++ called.
    std::optional<Location> where() const;

    /// The render the call belongs to, null when C++ called. Passing the arguments on to Template::callMacro
    /// or Template::render continues that render: its limits, its cancellation, its macro stack.
    Session *session() const { return m_session; }
    void setSession(Session *session) { m_session = session; }

private:
    Session *m_session = nullptr;
};

/// Steps through the elements of something once.
class Iterator
{
public:
    virtual ~Iterator() = default;
    /// Null at the end.
    virtual std::optional<Value> next() = 0;
};

/// A thing with behaviour of its own that templates can use: `this`, `target`, `adapter`. Implementations are
/// used from any thread at once, and own no Value that leads back to themselves.
class Object
{
public:
    Object() = default;
    Object(const Object &) = delete;
    Object &operator=(const Object &) = delete;
    virtual ~Object() = default;

    /// As messages name it: "Relation".
    virtual QString typeName() const = 0;
    /// What `{{ }}` prints; "<typeName>" unless overridden.
    virtual QString toString() const;
    virtual QString repr() const { return toString(); }
    virtual bool isTruthy() const { return true; }

    /// `object.name`; an undefined value when there is none.
    virtual Result<Value> attribute(const QString &name) const;
    /// `object[key]`; by default a string is an attribute's name.
    virtual Result<Value> item(const Value &key) const;

    virtual bool isCallable() const { return false; }
    virtual Result<Value> call(const Arguments &arguments) const;

    /// The elements for `for` and `in`; nothing when it cannot be iterated.
    virtual std::optional<List> elements() const { return std::nullopt; }
    virtual std::unique_ptr<Iterator> iterate() const;
    virtual std::optional<qint64> length() const;
    /// What tojson and `is mapping` see; nothing when it is no mapping.
    virtual std::optional<Dict> toDict() const { return std::nullopt; }

    virtual bool equals(const Object &other) const { return this == &other; }

    /// The values held, for the engine: so that it can refuse cycles, and release long chains without
    /// recursion.
    virtual void visitHeld(const std::function<void(const Value &)> &) const {}
    virtual void releaseHeld(List &) {}
};

} // namespace daybook::templating
