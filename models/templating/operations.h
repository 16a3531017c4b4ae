#pragma once

#include "models/templating/session.h"

/// Python's operators and lookups on values. All throw Failure.
namespace daybook::templating {

Value arithmetic(Session &session, Operator op, const Value &left, const Value &right);
Value negated(const Value &value);
Value positive(const Value &value);
bool compared(Session &session, Operator op, const Value &left, const Value &right);
/// `left < right`, for sorting.
bool lessThan(Session &session, const Value &left, const Value &right);
bool contains(Session &session, const Value &container, const Value &item);

/// `value.name`: an attribute, else an item, else undefined.
Value attributeOf(Session &session, const Value &value, const QString &name);
/// `value[key]`: an item, else an attribute, else undefined.
Value itemOf(Session &session, const Value &value, const Value &key);
Value sliceOf(Session &session, const Value &value, const Value &start, const Value &stop, const Value &step);
/// Python's len(); fails for what has none.
qint64 lengthOf(const Value &value);

/// A method of a string, list, tuple, dict or number, bound to it; undefined when there is none.
Value methodOf(const Value &value, const QString &name);

/// `format % arguments` of strings.
QString percentFormat(Session &session, const QString &format, const Value &arguments);
/// `format.format(...)`.
QString braceFormat(Session &session, const QString &format, const Arguments &arguments);
/// A value by a format specification: `>10,.2f`.
QString formatted(Session &session, const Value &value, const QString &specification);

/// Fails when `container` is among what `value` holds, itself included: nothing may contain itself.
void refuseCycle(Session &session, const Value &container, const Value &value);
/// The changeable data of a list or dict; fails when it is frozen.
List &changeable(const Value &list);
Dict &changeableDict(const Value &dict);
/// A dict as Python's dict() makes it: of a dict or of pairs, and of named arguments.
Dict dictFrom(Session &session, const Arguments &arguments, QStringView function);
/// Fails for lists, dicts and what holds them.
void requireHashable(const Value &key);

/// str.replace(): the first `count` occurrences, or all when negative.
QString replaced(Session &session, const QString &text, const QString &before, const QString &after,
                 qint64 count);

/// Text is counted and cut in code points, as Python does, not in UTF-16 units.
namespace text {
bool isWide(QStringView text); ///< holds characters beyond the basic plane
qsizetype length(QStringView text);
/// Each character on its own.
List characters(QStringView text);
int compare(QStringView a, QStringView b);
} // namespace text

} // namespace daybook::templating
