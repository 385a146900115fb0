import { sql } from 'kysely'
import { count, type Loading, makeTable, merge, nextId, run, type Tally } from './merge.ts'

/** Stores of the run's own files, and those that other records only name. */
export async function loadStores(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'stores_in',
    sql`select coalesce(t.id, ${nextId('stores')}) as id, t.id is null as is_new, s.name, s.city, s.region, s.country
        from (select distinct on (name) * from in_stores order by name, file desc, line desc) as s
        left join stores as t on t.name = s.name
        order by s.file, s.line`,
  )
  return withDuplicates(
    await merge(loading, 'stores', 'stores_in', ['name', 'city', 'region', 'country']),
    await repeats(loading, 'in_stores', 'stores_in'),
  )
}

/** A store that no file describes is made with its name alone, so that sales at it are not lost. */
export async function loadNamedStores(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'named_stores',
    sql`select ${nextId('stores')} as id, true as is_new, name
        from (
          select store as name from in_orders where line_no = 1 and store is not null
          union select store from in_customers where store is not null
          union select store from in_staff where store is not null
          order by name
        ) as named
        where not exists (select from stores where stores.name = named.name)`,
  )
  return merge(loading, 'stores', 'named_stores', ['name'])
}

export async function loadStaff(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'staff_in',
    sql`select coalesce(t.id, ${nextId('staff')}) as id, t.id is null as is_new, s.email, s.name,
          case when 'slack_user_id' = any(t.set_here) or exists (select from staff as other
            where other.slack_user_id = s.slack_user_id and other.email <> s.email)
            then null else s.slack_user_id end as slack_user_id,
          case when t.id is null then coalesce(s.role, 'associate') when not 'role' = any(t.set_here) then s.role end as role,
          case when t.id is null or not 'store_id' = any(t.set_here) then stores.id end as store_id
        from (select distinct on (email) * from in_staff order by email, file desc, line desc) as s
        left join staff as t on t.email = s.email
        left join stores on stores.name = s.store
        order by s.file, s.line`,
  )
  await run(
    tx,
    sql`update staff_in as later set slack_user_id = null from staff_in as earlier
        where earlier.slack_user_id = later.slack_user_id and earlier.id < later.id`,
  )
  const tally = await merge(loading, 'staff', 'staff_in', ['email', 'name', 'slack_user_id', 'role', 'store_id'])
  return withDuplicates(tally, await repeats(loading, 'in_staff', 'staff_in'))
}

export async function loadProducts(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'products_last',
    sql`select distinct on (sku) * from in_products order by sku, file desc, line desc`,
  )
  await loadCategories(loading, 'products_last', 'categories_in')
  await makeTable(
    tx,
    'products_in',
    sql`select coalesce(t.id, ${nextId('products')}) as id, t.id is null as is_new, s.sku, s.name,
        c.id as category_id, s.brand,
          round(s.price, 2) as price, s.check_in_days, s.replenish_days, s.warranty_months
        from products_last as s
        left join products as t on t.sku = s.sku
        left join categories as c on c.name = s.category
        order by s.file, s.line`,
  )
  const columns = ['sku', 'name', 'category_id', 'brand', 'price', 'check_in_days', 'replenish_days', 'warranty_months']
  return withDuplicates(
    await merge(loading, 'products', 'products_in', columns),
    await repeats(loading, 'in_products', 'products_in'),
  )
}

async function loadCategories(loading: Loading, from: string, into: string): Promise<void> {
  await makeTable(
    loading.tx,
    into,
    sql`select ${nextId('categories')} as id, true as is_new, category as name
        from (select distinct category from ${sql.table(from)} where category is not null order by category) as named
        where not exists (select from categories where categories.name = named.category)`,
  )
  await merge(loading, 'categories', into, ['name'])
}

/** The SKU of lines that name no product at all. */
export const NO_PRODUCT = '(none)'

/**
 * Products that only order lines name. Of several names the one on most lines counts, and lines with a price go before
 * those without: what is written on a line at price 0 is a remark ("damaged"), not the product.
 */
export async function loadSoldProducts(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'sold',
    sql`select coalesce(sku, ${NO_PRODUCT}) as sku, product_name, category,
        count(*) filter (where unit_price > 0) as priced, count(*) as lines
        from in_orders where not exists (select from products
          where products.sku = coalesce(in_orders.sku, ${NO_PRODUCT}))
        group by 1, 2, 3`,
  )
  await makeTable(
    tx,
    'sold_new',
    sql`select distinct on (sku) sku, product_name, category from sold
        order by sku, priced desc, lines desc, product_name nulls last, category nulls last`,
  )
  await loadCategories(loading, 'sold_new', 'sold_categories')
  await makeTable(
    tx,
    'sold_products',
    sql`select ${nextId('products')} as id, true as is_new, s.sku, coalesce(s.product_name, case
        when s.sku = ${NO_PRODUCT} then 'Not named' else s.sku end) as name, c.id as category_id
        from (select * from sold_new order by sku) as s left join categories as c on c.name = s.category`,
  )
  return merge(loading, 'products', 'sold_products', ['sku', 'name', 'category_id'])
}

/** Rows of a staging table beyond one for each record: the last one counted, the others were repeats. */
export async function repeats({ tx }: Loading, staged: string, resolved: string): Promise<number> {
  return count(
    tx,
    sql`select (select count(*) from ${sql.table(staged)}) - (select count(*) from ${sql.table(resolved)}) as count`,
  )
}

export function withDuplicates(tally: Tally, duplicates: number): Tally {
  return { ...tally, duplicates }
}
