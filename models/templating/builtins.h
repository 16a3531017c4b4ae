#pragma once

#include "models/templating/session.h"

/// The filters, tests and global functions of Jinja. All throw Failure.
namespace daybook::templating {

using NativeTable = QHash<QString, NativeFunction>;

/// By name; the first argument is the value filtered or tested. The environment's own come first.
Value applyFilter(Session &session, const QString &name, const Arguments &arguments);
Value applyTest(Session &session, const QString &name, const Arguments &arguments);
/// range, dict, namespace, cycler, joiner; undefined for any other name.
Value builtinGlobal(const QString &name);

const NativeTable &builtinFilters();
const NativeTable &builtinTests();

// The parts that the table of filters is made of.
void addTextFilters(NativeTable &table);
void addMarkupFilters(NativeTable &table);
void addLayoutFilters(NativeTable &table);
void addSequenceFilters(NativeTable &table);
void addSortingFilters(NativeTable &table);
void addSelectionFilters(NativeTable &table);
void addNumberFilters(NativeTable &table);

/// Reads `attribute` as filters take it: "a.b.0", an integer, or none for the value itself.
class AttributePath
{
public:
    explicit AttributePath(const Value &attribute);
    Value of(Session &session, const Value &value) const;
    Value of(Session &session, const Value &value, const Value &otherwise) const;

private:
    List m_parts;
};

/// Lower case for text, everything else as it is: how filters compare unless case-sensitive.
Value withoutCase(const Value &value);

} // namespace daybook::templating
