#pragma once

#include "tests/templating/corpus.h"

#include <random>

/// Makes templates by chance, the same ones for the same seed: expressions and statements over a small
/// context, most of them valid.
class TemplateGenerator
{
public:
    explicit TemplateGenerator(unsigned seed) : m_random(seed) {}

    TemplateCase expression(int number);
    TemplateCase statements(int number);

private:
    int pick(qsizetype count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    QString oneOf(std::initializer_list<const char16_t *> choices);
    QString atom();
    QString value(int depth);
    QString binary(int depth);
    QString filtered(int depth);
    QString tested(int depth);
    QString method(int depth);
    QString collection(int depth);
    QString item(int depth);
    QString statement(int depth);
    QString block(int depth);
    QString space();

    std::mt19937 m_random; // whose numbers are the same everywhere
};
