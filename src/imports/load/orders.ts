import { sql } from 'kysely'
import { inBulk } from './bulk.ts'
import { buyerKey } from './buyers.ts'
import { count, type Loading, makeTable, merge, nextId, run, type Tally } from './merge.ts'
import { NO_PRODUCT } from './shop.ts'

/** What a line brings in, by the same formula as order_lines.net. */
const LINE_NET = sql`case when refunded_quantity = 0 then quantity * unit_price - discount
  else (quantity - refunded_quantity) * unit_price - discount * (quantity - refunded_quantity) / quantity end`

/**
 * Takes over orders with their lines. An order in a file is the whole order: where its lines differ from those that are
 * known, the file's take their place.
 */
export async function loadOrders(loading: Loading): Promise<{ readonly orders: Tally; readonly lines: Tally }> {
  const duplicates = await gather(loading)
  await resolve(loading)
  const orders = await merge(loading, 'orders', 'orders_in', [...ORDER_COLUMNS])
  const lines = await loadLines(loading)
  const relined = await countRelined(loading)
  return {
    orders: { ...orders, changed: orders.changed + relined, unchanged: orders.unchanged - relined, duplicates },
    lines,
  }
}

const ORDER_COLUMNS = [
  'ref',
  'system',
  'customer_id',
  'store_id',
  'channel',
  'status',
  'ordered_at',
  'ordered_day',
  'currency',
  'net',
  'units',
  'counts',
  'shipping',
  'tax',
  'raw',
] as const

/**
 * Brings together orders whose lines do not follow each other. Of an order that stands in two files of one run, the
 * later file's counts, because two exports that overlap hold the same sale twice.
 */
async function gather({ tx }: Loading): Promise<number> {
  await makeTable(tx, 'heads', sql`select * from in_orders where line_no = 1`)
  await makeTable(
    tx,
    'parts',
    sql`select h.seq, h.file, min(h.seq) over same_file as main, max(h.file) over (partition by h.system,
        h.ref) as last_file
        from heads as h
        join (select system, ref from heads group by system, ref having count(*) > 1) as several using (system, ref)
        window same_file as (partition by h.system, h.ref, h.file)`,
  )
  const dropped = await run(
    tx,
    sql`delete from in_orders using parts where parts.seq = in_orders.seq and parts.file < parts.last_file`,
  )
  const moved = await run(
    tx,
    sql`update in_orders as s set seq = p.main, line_no = renumbered.line_no
        from parts as p, (
          select i.file, i.line, row_number() over (partition by parts.main order by i.line, i.line_no) as line_no
          from in_orders as i join parts on parts.seq = i.seq
        ) as renumbered
        where p.seq = s.seq and renumbered.file = s.file and renumbered.line = s.line`,
  )
  if (dropped + moved > 0)
    await run(
      tx,
      sql`delete from heads using parts where parts.seq = heads.seq and (parts.seq <> parts.main
          or parts.file < parts.last_file)`,
    )
  return dropped
}

async function resolve({ tx }: Loading): Promise<void> {
  await makeTable(
    tx,
    'order_sums',
    sql`select seq, sum(quantity - refunded_quantity)::int as units, sum(${LINE_NET}) as net from in_orders
        group by seq`,
  )
  await makeTable(
    tx,
    'orders_in',
    sql`select h.seq, coalesce(t.id, ${nextId('orders')}) as id, t.id is null as is_new, h.ref, h.system,
        coalesce(k.id, b.id) as customer_id, coalesce(k.own_id, b.own_id) as own_id, stores.id as store_id,
          h.channel, h.status, h.ordered_at, h.ordered_at::date as ordered_day, h.currency::char(3) as currency,
            s.net, s.units, h.status <> 'cancelled' and s.units > 0 as counts,
          h.shipping, h.tax, case when h.raw is not null and f.ref is null
            then coalesce(t.raw, '{}') || h.raw end as raw, false as is_relined
        from heads as h
        join order_sums as s using (seq)
        left join orders as t on t.system = h.system and t.ref = h.ref
        left join known as k on k.system = h.system and k.ref = h.customer_ref
        left join (
          select buyers.system, buyers.email, buyers.phone, buyers.ref, known.id, known.own_id from buyers
            left join known using (system, ref)
        ) as b on h.customer_ref is null and b.system = h.system and ${buyerKey('b')} = ${buyerKey('h')}
        left join (select distinct system, ref from forgotten) as f
          on f.system = h.system and f.ref = coalesce(h.customer_ref, b.ref)
        left join stores on stores.name = h.store`,
  )
}

async function loadLines({ tx, batch }: Loading): Promise<Tally> {
  const known = await count(tx, sql`select count(*) from orders_in where not is_new`)
  if (known > 0) await replaceLines({ tx, batch })
  const total = await count(tx, sql`select count(*) from in_orders`)
  const expected =
    known === 0
      ? total
      : await count(
          tx,
          sql`select count(*) from in_orders as s join orders_in as o on o.seq = s.seq and (o.is_new
              or o.is_relined)`,
        )
  const made = await inBulk(tx, 'order_lines', expected, () =>
    run(
      tx,
      sql`insert into order_lines (order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity)
        select o.id, s.line_no, p.id, s.quantity, s.unit_price, s.discount, s.refunded_quantity
        from in_orders as s
        join orders_in as o on o.seq = s.seq and (o.is_new or o.is_relined)
        join products as p on p.sku = coalesce(s.sku, ${NO_PRODUCT})`,
    ),
  )
  const replaced =
    known > 0
      ? await count(tx, sql`select count(*) from in_orders as s join orders_in as o using (seq) where o.is_relined`)
      : 0
  return { new: made - replaced, changed: replaced, unchanged: total - made, duplicates: 0 }
}

/** Orders that are known but have other lines now: their old lines are kept for the undo and taken away. */
async function replaceLines({ tx, batch }: Pick<Loading, 'tx' | 'batch'>): Promise<void> {
  await makeTable(
    tx,
    'relined',
    sql`select id from (
          select o.id, s.line_no, p.id as product_id, s.quantity, s.unit_price, s.discount, s.refunded_quantity
          from in_orders as s join orders_in as o on o.seq = s.seq and not o.is_new
            join products as p on p.sku = coalesce(s.sku, ${NO_PRODUCT})
          except
          select order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity
          from order_lines where order_id in (select id from orders_in where not is_new)
        ) as added
        union
        select l.order_id from order_lines as l
        join orders_in as o on o.id = l.order_id and not o.is_new
        where not exists (select from in_orders as s where s.seq = o.seq and s.line_no = l.line_no)`,
  )
  await run(tx, sql`update orders_in set is_relined = true where id in (select id from relined)`)
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key) select ${batch}::bigint, 'order_lines',
        jsonb_build_object('order_id', id) from relined order by id`,
  )
  await run(
    tx,
    sql`with gone as (delete from order_lines where order_id in (select id from relined) returning *)
        insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'order_lines', jsonb_build_object('id', id), to_jsonb(gone) from gone order by id`,
  )
}

/** Orders of which only the lines changed; those whose own row changed too are counted already. */
async function countRelined({ tx, batch }: Loading): Promise<number> {
  return count(
    tx,
    sql`select count(*) from orders_in where is_relined and id not in (
          select (row_key ->> 'id')::bigint from import_changes where batch_id = ${batch}
            and table_name = 'orders' and before is not null)`,
  )
}
