#include "tests/templating/generator.h"

#include <QJsonDocument>

namespace {

QJsonObject context()
{
    return QJsonDocument::fromJson(
               R"({"a": 3, "b": -2, "f": 2.5, "s": "Hello World", "e": "", "n": null, "t": true,
        "xs": [3, 1, 2], "ys": ["b", "a", "C"], "d": {"k": 1, "v": [1, 2]}, "u": [{"n": "x", "v": 2}, {"n": "y"}]})")
        .object();
}

/// Separated by spaces.
const QStringList Filters =
    QStringLiteral("upper lower title capitalize trim length first last "
                   "list sort reverse unique join join(',') string int "
                   "float abs round round(1) default('z') default('z',true) replace('a','b') sum "
                   "min max tojson batch(2) map('string') map('upper') map(attribute='n') select "
                   "reject select('odd') selectattr('v') indent wordcount truncate(5) center(7) items "
                   "dictsort slice(2) groupby('n') attr('k') e format(1) striptags urlencode "
                   "pprint sort(attribute='n') wordwrap(4) count")
        .split(u' ');

} // namespace

QString TemplateGenerator::oneOf(std::initializer_list<const char16_t *> choices)
{
    return QStringView(*(choices.begin() + pick(static_cast<int>(choices.size())))).toString();
}

QString TemplateGenerator::space()
{
    return oneOf({u"", u" ", u"\n", u"  "});
}

QString TemplateGenerator::atom()
{
    return oneOf({u"a",     u"b",    u"f",     u"s",       u"e",     u"n",        u"t",  u"xs",
                  u"ys",    u"d",    u"u",     u"missing", u"0",     u"1",        u"2",  u"7",
                  u"1.5",   u"0.1",  u"10",    u"'x'",     u"'a b'", u"\"it's\"", u"''", u"'12'",
                  u"'1.5'", u"true", u"false", u"none",    u"[]",    u"{}",       u"()", u"'\\n'",
                  u"d.k",   u"d.v",  u"xs[0]", u"u[0].n",  u"d.zz"});
}

QString TemplateGenerator::binary(int depth)
{
    const QString op = oneOf({u"+", u"-",  u"*",   u"/",  u"//", u"%",      u"~", u"==", u"!=",  u"<", u"<=",
                              u">", u">=", u"and", u"or", u"in", u"not in", u"~", u"+",  u"and", u"or"});
    return value(depth - 1) + u' ' + op + u' ' + value(depth - 1);
}

QString TemplateGenerator::filtered(int depth)
{
    const QString filter = Filters[pick(Filters.size())];
    const QString list = oneOf({u"", u"", u"|list"});
    return value(depth - 1) + u'|' + filter + list;
}

QString TemplateGenerator::tested(int depth)
{
    const QString test =
        oneOf({u"defined",        u"undefined", u"none",    u"string", u"number",        u"mapping",
               u"sequence",       u"iterable",  u"odd",     u"even",   u"divisibleby 2", u"sameas none",
               u"in [1, 2, 'x']", u"boolean",   u"integer", u"float",  u"true",          u"false",
               u"lower",          u"upper",     u"eq 1",    u"gt 1",   u"callable",      u"ne none"});
    return value(depth - 1) + oneOf({u" is ", u" is not "}) + test;
}

QString TemplateGenerator::method(int depth)
{
    const QString call = oneOf({u"upper()",
                                u"split()",
                                u"split('l')",
                                u"strip()",
                                u"replace('l', 'L')",
                                u"startswith('H')",
                                u"find('o')",
                                u"count('l')",
                                u"items()",
                                u"keys()",
                                u"values()",
                                u"get('k')",
                                u"get('q', 5)",
                                u"title()",
                                u"zfill(4)",
                                u"index('o')",
                                u"copy()",
                                u"join(ys)",
                                u"format(1)",
                                u"pop()",
                                u"append(1)",
                                u"isdigit()",
                                u"center(5)",
                                u"splitlines()",
                                u"n",
                                u"v",
                                u"k"});
    return value(depth - 1) + u'.' + call;
}

QString TemplateGenerator::collection(int depth)
{
    const QString first = value(depth - 1);
    const QString second = value(depth - 1);
    switch (pick(4)) {
    case 0:
        return u'[' + first + QStringLiteral(", ") + second + u']';
    case 1:
        return u'(' + first + QStringLiteral(", ") + second + u')';
    case 2:
        return QStringLiteral("{'p': ") + first + QStringLiteral(", 'q': ") + second + u'}';
    default:
        return u'{' + first + QStringLiteral(": ") + second + u'}';
    }
}

QString TemplateGenerator::item(int depth)
{
    return value(depth - 1) + oneOf({u"[0]", u"[-1]", u"[1:]", u"[::-1]", u"[:2]", u"['k']", u"[5]", u"[a]",
                                     u"['v'][0]", u"[1:3]", u".0"});
}

QString TemplateGenerator::value(int depth)
{
    if (depth <= 0)
        return atom();
    switch (pick(12)) {
    case 0:
    case 1:
        return binary(depth);
    case 2:
        return u'(' + binary(depth) + u')';
    case 3:
    case 4:
        return filtered(depth);
    case 5:
        return tested(depth);
    case 6:
        return method(depth);
    case 7:
        return collection(depth);
    case 8:
        return item(depth);
    case 9:
        return oneOf({u"not ", u"-", u"+", u"not "}) + value(depth - 1);
    case 10:
        return value(depth - 1) + QStringLiteral(" if ") + value(depth - 1) + QStringLiteral(" else ") +
               value(depth - 1);
    default:
        return atom();
    }
}

QString TemplateGenerator::block(int depth)
{
    QString text;
    for (int i = 0; i <= pick(3); ++i)
        text += statement(depth - 1) + space();
    return text;
}

QString TemplateGenerator::statement(int depth)
{
    const QString open = oneOf({u"{%", u"{%", u"{%-"}) + u' ';
    const QString close = u' ' + oneOf({u"%}", u"%}", u"-%}"});
    const auto tag = [&](const QString &text) { return open + text + close; };
    const QString name = oneOf({u"a", u"x", u"y", u"s"});
    const QString own = oneOf({u"x", u"y"}); // see the README: setting names of the context is another matter
    if (depth <= 0)
        return QStringLiteral("{{ ") +
               oneOf({u"a", u"x", u"y", u"s", u"loop.index", u"loop.last", u"m()", u"ns.v"}) +
               QStringLiteral(" }}");
    switch (pick(11)) {
    case 0:
        return tag(QStringLiteral("if ") + value(pick(2))) + block(depth) + tag(QStringLiteral("else")) +
               block(depth) + tag(QStringLiteral("endif"));
    case 1:
    case 2:
        return tag(QStringLiteral("for ") + name + QStringLiteral(" in ") +
                   oneOf({u"xs", u"ys", u"d", u"range(3)", u"s", u"missing", u"u|map(attribute='n')"}) +
                   oneOf({u"", u"", u" if loop is undefined", u" if a"})) +
               block(depth) + tag(QStringLiteral("endfor"));
    case 3:
        return tag(QStringLiteral("set ") + own + QStringLiteral(" = ") + value(pick(2)));
    case 4:
        return tag(QStringLiteral("set ") + own) + block(depth) + tag(QStringLiteral("endset"));
    case 5:
        return tag(QStringLiteral("with ") + name + QStringLiteral(" = ") + value(1)) + block(depth) +
               tag(QStringLiteral("endwith"));
    case 6:
        return tag(QStringLiteral("macro m(x=1, y=a)")) + block(depth) + tag(QStringLiteral("endmacro")) +
               oneOf({u"{{ m() }}", u"{{ m(2) }}", u"{{ m(y=5) }}", u"{{ m(1, 2, 3) }}", u""});
    case 7:
        return tag(QStringLiteral("filter ") +
                   oneOf({u"upper", u"trim", u"replace('l', 'r')", u"upper|lower"})) +
               block(depth) + tag(QStringLiteral("endfilter"));
    case 8:
        return tag(QStringLiteral("macro w()")) + QStringLiteral("<{{ caller() }}>") +
               tag(QStringLiteral("endmacro")) + tag(QStringLiteral("call w()")) + block(depth) +
               tag(QStringLiteral("endcall"));
    case 9:
        return tag(
            oneOf({u"set ns = namespace(v=1)", u"set ns.v = a", u"do xs.append(1)", u"do d.update(z=1)"}));
    default:
        return oneOf({u"text ", u"{# note #}", u"\n", u"{{ "})
            .replace(QStringLiteral("{{ "), QStringLiteral("{{ ") + value(pick(2)) + QStringLiteral(" }}"));
    }
}

TemplateCase TemplateGenerator::expression(int number)
{
    return {QStringLiteral("generated expression %1").arg(number),
            QStringLiteral("{{ ") + value(1 + pick(3)) + QStringLiteral(" }}"), context()};
}

TemplateCase TemplateGenerator::statements(int number)
{
    QString source;
    for (int i = 0; i <= pick(4); ++i)
        source += statement(2 + pick(2)) + space();
    return {QStringLiteral("generated statements %1").arg(number), source, context()};
}
