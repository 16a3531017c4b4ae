#include "models/templating/iteration.h"
#include "models/templating/methods.h"
#include "models/templating/valuedata.h"

namespace daybook::templating {

namespace {

template <DictPart Part> Value view(Session &, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"a dict's view", {});
    return Value(std::shared_ptr<const Object>(std::make_shared<DictView>(self, Part)));
}

Value get(Session &, const Value &self, const Arguments &arguments)
{
    if (!arguments.keyword.isEmpty())
        fail(QStringLiteral("get takes no named arguments"));
    const Signature in(arguments, u"get", {u"key", u"default"}, 1);
    requireHashable(in[0]);
    const Value *found = self.asDict()->find(in[0]);
    return found ? *found : in.valueOr(1, Value::none());
}

Value pop(Session &session, const Value &self, const Arguments &arguments)
{
    if (!arguments.keyword.isEmpty())
        fail(QStringLiteral("pop takes no named arguments"));
    const Signature in(arguments, u"pop", {u"key", u"default"}, 1);
    requireHashable(in[0]);
    Dict &dict = changeableDict(self);
    session.work(dict.size());
    const Value *found = dict.find(in[0]);
    if (!found && in.has(1))
        return in[1];
    if (!found)
        fail(QStringLiteral("the dict has no key %1 to pop: give a default as second argument")
                 .arg(session.repr(in[0])));
    Value taken = *found;
    dict.remove(in[0]);
    return taken;
}

Value popItem(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"popitem", {});
    Dict &dict = changeableDict(self);
    session.work(dict.size());
    if (dict.isEmpty())
        fail(QStringLiteral("nothing can be popped from an empty dict"));
    const Dict::Entry last = dict.entries().back();
    dict.remove(last.key);
    return Value::fromTuple({last.key, last.value});
}

Value setDefault(Session &session, const Value &self, const Arguments &arguments)
{
    if (!arguments.keyword.isEmpty())
        fail(QStringLiteral("setdefault takes no named arguments"));
    const Signature in(arguments, u"setdefault", {u"key", u"default"}, 1);
    requireHashable(in[0]);
    if (const Value *found = self.asDict()->find(in[0]))
        return *found;
    Value value = in.valueOr(1, Value::none());
    refuseCycle(session, self, value);
    session.work(1);
    changeableDict(self).insert(in[0], value);
    return value;
}

Value update(Session &session, const Value &self, const Arguments &arguments)
{
    const Dict more = dictFrom(session, arguments, u"update");
    for (const Dict::Entry &entry : more)
        refuseCycle(session, self, entry.value);
    Dict &dict = changeableDict(self);
    for (const Dict::Entry &entry : more)
        dict.insert(entry.key, entry.value);
    return Value::none();
}

} // namespace

Dict dictFrom(Session &session, const Arguments &arguments, QStringView function)
{
    if (arguments.positional.size() > 1)
        fail(QStringLiteral("%1 takes at most one dict, and named arguments").arg(function));
    Dict result;
    if (!arguments.positional.empty()) {
        const Value &given = arguments.positional.front();
        if (const Dict *dict = given.asDict()) {
            result = *dict;
        } else {
            for (const Value &pair : session.elements(given)) {
                const List items = session.elements(pair);
                if (items.size() != 2)
                    fail(QStringLiteral("%1 wants pairs of a key and a value").arg(function));
                requireHashable(items[0]);
                result.insert(items[0], items[1]);
            }
        }
    }
    for (const Dict::Entry &entry : arguments.keyword)
        result.insert(entry.key, entry.value);
    session.work(result.size());
    return result;
}

const MethodTable &dictMethods()
{
    static const MethodTable table{
        {QStringLiteral("keys"), view<DictPart::Keys>},
        {QStringLiteral("values"), view<DictPart::Values>},
        {QStringLiteral("items"), view<DictPart::Items>},
        {QStringLiteral("get"), get},
        {QStringLiteral("pop"), pop},
        {QStringLiteral("popitem"), popItem},
        {QStringLiteral("setdefault"), setDefault},
        {QStringLiteral("update"), update},
        {QStringLiteral("copy"),
         [](Session &session, const Value &self, const Arguments &) {
             session.work(self.asDict()->size());
             return Value(Dict(*self.asDict()));
         }},
        {QStringLiteral("clear"),
         [](Session &, const Value &self, const Arguments &) {
             changeableDict(self).clear();
             return Value::none();
         }},
    };
    return table;
}

} // namespace daybook::templating
