from decide.decided import decided


def test_the_discount_is_the_one_of_the_option_taken(engine):
    found = decided(
        engine,
        """
        customer_id  grade
        1            A
        2            B
        3            -
        """,
        "customer_id",
        "discount_share",
        "discount_days",
    )

    assert found == [("1", 0.02, 10), ("2", None, None), ("3", None, None)]
