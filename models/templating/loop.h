#pragma once

#include "models/templating/interpreter.h"

namespace daybook::templating {

/// The `loop` variable of one loop.
class Loop : public NativeObject, public std::enable_shared_from_this<Loop>
{
public:
    Loop(std::unique_ptr<Iterator> source, std::optional<qint64> length, int depth)
        : m_source(std::move(source)), m_length(length), m_depth(depth)
    {
    }
    /// Lets the body call `loop(...)` until detach().
    void attach(Interpreter *interpreter, const ForStatement *node, Scope *scope);
    void detach() { m_interpreter = nullptr; }

    QString typeName() const override { return QStringLiteral("loop"); }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override;
    Value member(Session &session, const QString &name) const override;
    std::optional<qint64> length() const override;
    std::shared_ptr<const Loop> shared() const { return shared_from_this(); }
    bool changed(Session &session, const List &values) const;

    std::optional<Value> advance();

private:
    Value count(const QString &name) const;
    const std::optional<Value> &peek() const;

    // The loop moves on while templates hold it by a shared, constant reference.
    mutable std::unique_ptr<Iterator> m_source;
    mutable std::optional<qint64> m_length;
    int m_depth;
    qint64 m_index = -1;
    mutable bool m_peeked = false;
    mutable std::optional<Value> m_next;
    std::optional<Value> m_current;
    std::optional<Value> m_previous;
    mutable std::optional<List> m_lastChanged;
    Interpreter *m_interpreter = nullptr;
    const ForStatement *m_node = nullptr;
    Scope *m_scope = nullptr;
};

} // namespace daybook::templating
