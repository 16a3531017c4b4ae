#include "models/project/config.h"

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

QString normalKey(const QString &key)
{
    return key == u"pre-hook"    ? QStringLiteral("pre_hook")
           : key == u"post-hook" ? QStringLiteral("post_hook")
                                 : key;
}

bool addsUp(QStringView key)
{
    return key == u"tags" || key == u"pre_hook" || key == u"post_hook";
}

bool mergesKeys(QStringView key)
{
    return key == u"meta" || key == u"docs" || key == u"quoting" || key == u"column_types" ||
           key == u"persist_docs";
}

List asItems(const Value &value)
{
    if (const List *list = value.asList())
        return *list;
    return value.isPresent() ? List{value} : List{};
}

Value appended(QStringView key, const Value &base, const Value &over)
{
    List all = asItems(base);
    for (const Value &item : asItems(over)) {
        const bool again = key == u"tags" && std::find(all.begin(), all.end(), item) != all.end();
        if (!again)
            all.push_back(item);
    }
    return Value(std::move(all));
}

Value shallowMerged(const Value &base, const Value &over)
{
    Dict all = base.entries();
    for (const Dict::Entry &entry : over.entries())
        all.insert(entry.key, entry.value);
    return Value(std::move(all));
}

/// A privilege with a plus gets further roles; one without is replaced. The plus stays where there is nothing
/// yet to add to, as this may itself be laid over something.
Value mergedGrants(const Value &base, const Value &over)
{
    Dict all;
    for (const Dict::Entry &entry : base.entries())
        all.insert(entry.key, entry.value);
    for (const Dict::Entry &entry : over.entries()) {
        const QString key = entry.key.toString();
        const bool adds = key.startsWith(QLatin1Char('+'));
        const QString known = adds && all.contains(key.mid(1)) ? key.mid(1) : key;
        all.insert(known, appended(known, adds ? all.value(known) : Value::none(), entry.value));
        if (!adds)
            all.remove(Value(QString(u'+' + key)));
    }
    return Value(std::move(all));
}

/// Its keys stand for themselves: on top of nothing it stays what it is.
bool isSimple(const Value &config)
{
    const Dict &entries = config.entries();
    return config.isDict() && std::all_of(entries.begin(), entries.end(), [](const Dict::Entry &entry) {
               const QString *key = std::get_if<QString>(&entry.key.data());
               return key != nullptr && !addsUp(*key) && *key != u"grants" && normalKey(*key) == *key;
           });
}

} // namespace

Value mergeConfig(const Value &base, const Value &over)
{
    if (base.entries().isEmpty() && isSimple(over))
        return over;
    if (over.entries().isEmpty() && isSimple(base))
        return base;
    Dict merged;
    merged.reserve(base.entries().size() + over.entries().size());
    for (const Dict::Entry &entry : base.entries())
        merged.insert(normalKey(entry.key.toString()), entry.value);
    for (const Dict::Entry &entry : over.entries()) {
        const QString key = normalKey(entry.key.toString());
        const Value *known = merged.find(key);
        const Value before = known == nullptr ? Value() : *known;
        if (addsUp(key))
            merged.insert(key, appended(key, before, entry.value));
        else if (key == u"grants" && entry.value.isDict())
            merged.insert(key, mergedGrants(before, entry.value));
        else if (mergesKeys(key) && before.isDict() && entry.value.isDict())
            merged.insert(key, shallowMerged(before, entry.value));
        else
            merged.insert(key, entry.value);
    }
    return Value(std::move(merged));
}

Value configFromTree(const Value &tree, const QStringList &fqn)
{
    Value config(Dict{});
    Value level = tree;
    for (qsizetype depth = 0; level.isDict(); ++depth) {
        Dict here;
        for (const Dict::Entry &entry : level.entries()) {
            const QString key = entry.key.toString();
            if (key.startsWith(QLatin1Char('+')))
                here.insert(key.mid(1).trimmed(), entry.value);
            else if (!entry.value.isDict())
                here.insert(key, entry.value);
        }
        config = mergeConfig(config, Value(std::move(here)));
        if (depth == fqn.size())
            break;
        level = level.find(fqn[depth]);
    }
    return config;
}

QStringList configTexts(const Value &config, QStringView key)
{
    QStringList texts;
    for (const Value &item : asItems(config.find(key)))
        texts.append(item.toString());
    return texts;
}

} // namespace daybook::project
