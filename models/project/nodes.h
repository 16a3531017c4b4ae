#pragma once

#include "models/project/node.h"

#include <compare>
#include <iterator>
#include <memory>
#include <vector>

namespace daybook::project {

/// Nodes in an order. Each has a place of its own in memory and keeps it: nodes are large, and are ordered
/// when they are known, which is last.
class Nodes
{
public:
    using Owners = std::vector<std::unique_ptr<Node>>;

    class Iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Node;
        using difference_type = std::ptrdiff_t;
        using pointer = const Node *;
        using reference = const Node &;

        Iterator() = default;
        explicit Iterator(Owners::const_iterator at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        reference operator[](difference_type by) const { return *m_at[by]; }
        Iterator &operator+=(difference_type by) { return m_at += by, *this; }
        Iterator &operator-=(difference_type by) { return m_at -= by, *this; }
        Iterator &operator++() { return ++m_at, *this; }
        Iterator &operator--() { return --m_at, *this; }
        Iterator operator++(int) { return Iterator(m_at++); }
        Iterator operator--(int) { return Iterator(m_at--); }
        friend Iterator operator+(Iterator from, difference_type by) { return from += by; }
        friend Iterator operator+(difference_type by, Iterator from) { return from += by; }
        friend Iterator operator-(Iterator from, difference_type by) { return from -= by; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.m_at - b.m_at; }
        auto operator<=>(const Iterator &) const = default;

    private:
        Owners::const_iterator m_at;
    };

    Nodes() = default;
    explicit Nodes(Owners all) : m_all(std::move(all)) {}

    size_t size() const { return m_all.size(); }
    bool empty() const { return m_all.empty(); }
    const Node &operator[](size_t i) const { return *m_all[i]; }
    const Node &front() const { return *m_all.front(); }
    const Node &back() const { return *m_all.back(); }
    Iterator begin() const { return Iterator(m_all.begin()); }
    Iterator end() const { return Iterator(m_all.end()); }

private:
    Owners m_all;
};

} // namespace daybook::project
