#pragma once

#include "models/templating/operations.h"

namespace daybook::templating {

/// A method of a built-in type. `self` is the value it was looked up on.
using Method = Value (*)(Session &session, const Value &self, const Arguments &arguments);
using MethodTable = QHash<QString, Method>;

void addStringMethods(MethodTable &table);
void addStringSearchMethods(MethodTable &table);
void addStringSplitMethods(MethodTable &table);
const MethodTable &stringMethods();
const MethodTable &listMethods();
const MethodTable &tupleMethods();
const MethodTable &dictMethods();
const MethodTable &numberMethods();

/// What several of Python's functions on text need.
namespace text {
QString stripped(const QString &text, const std::optional<QString> &characters, bool left, bool right);
QStringList lines(const QString &text, bool keepEnds);
QString capitalized(const QString &text);
bool isUpperCase(QStringView text);
bool isLowerCase(QStringView text);
/// Filled to `width` characters; `position` is -1 for text at the left, 0 centred, 1 at the right.
QString padded(Session &session, const QString &text, qint64 width, QChar fill, int position);
} // namespace text

} // namespace daybook::templating
